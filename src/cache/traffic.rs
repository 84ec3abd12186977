//! What went over the line, day by day.

use chrono::{NaiveDate, TimeDelta};
use rusqlite::{Row, params};

use super::{Cache, CacheError};
use crate::ledger::Traffic;

/// Days are kept for a year and a bit.
const KEPT_FOR: TimeDelta = TimeDelta::days(400);

impl Cache {
    /// Adds to what is kept of the reader's day. Several processes count together.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn add_traffic(&self, day: NaiveDate, more: Traffic) -> Result<(), CacheError> {
        let connection = self.lock();
        connection
            .prepare_cached(
                "INSERT INTO traffic (day, network_in, network_out, requests, terminal_out) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (day) DO UPDATE SET
                    network_in = network_in + excluded.network_in, network_out = network_out + excluded.network_out,
                    requests = requests + excluded.requests, terminal_out = terminal_out + excluded.terminal_out",
            )?
            .execute(params![
                day.to_string(),
                count(more.network_in),
                count(more.network_out),
                count(more.requests),
                count(more.terminal_out)
            ])?;
        let oldest = day.checked_sub_signed(KEPT_FOR).unwrap_or(day);
        connection.prepare_cached("DELETE FROM traffic WHERE day < ?1")?.execute([oldest.to_string()])?;
        Ok(())
    }

    /// What went over the line on each day, the oldest first.
    ///
    /// # Errors
    /// `SQLite`'s.
    pub fn traffic(&self) -> Result<Vec<(NaiveDate, Traffic)>, CacheError> {
        let connection = self.lock();
        let mut found = connection
            .prepare_cached("SELECT day, network_in, network_out, requests, terminal_out FROM traffic ORDER BY day")?;
        let days = found.query_map([], |row| Ok((row.get::<_, String>(0)?, traffic(row)?)))?;
        let days = days.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(days.into_iter().filter_map(|(day, traffic)| Some((day.parse().ok()?, traffic))).collect())
    }
}

fn traffic(row: &Row<'_>) -> rusqlite::Result<Traffic> {
    let amount = |index| Ok::<_, rusqlite::Error>(u64::try_from(row.get::<_, i64>(index)?).unwrap_or(0));
    Ok(Traffic { network_in: amount(1)?, network_out: amount(2)?, requests: amount(3)?, terminal_out: amount(4)? })
}

fn count(amount: u64) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}
