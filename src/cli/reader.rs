//! Without a command: the reader itself.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::Utc;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::app::EditionKind;
use crate::browse::{Browser, Player};
use crate::config::Config;
use crate::linear;
use crate::mute::Mutes;
use crate::paint::Colours;
use crate::picture::{Signs, Way};
use crate::repertoire::{self, Repertoire};
use crate::run::{self, Start};
use crate::runtime::{Desk, Wishes};

use super::economy::Thrift;
use super::place::Places;
use super::themes;

/// How the reader is shown, where the terminal does not say it well enough.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Looks {
    /// Send the terminal ASCII alone, whatever its locale says.
    #[arg(long)]
    ascii: bool,
    /// Show the cursor on the row that is chosen, for screen readers and braille lines.
    #[arg(long)]
    cursor: bool,
    /// Print line by line and take commands by the line, without moving the cursor: for screen readers, braille lines,
    /// printers, pipes. By itself where the terminal can do no more.
    #[arg(long)]
    linear: bool,
}

/// Everything that can be wrong is found before the terminal is taken.
pub(super) fn run(
    kind: EditionKind,
    offline: bool,
    thrift: Thrift,
    theme: Option<&str>,
    config: Option<&Path>,
    log: bool,
    looks: Looks,
) -> anyhow::Result<ExitCode> {
    let places = Places::of_this_machine();
    if log {
        start_log(&places)?;
    }
    let sources = places.sources(config);
    let mut config = read_config(&places, config)?;
    config.cursor |= looks.cursor;
    let economy = thrift.over(&config);
    config.low_bandwidth = economy.low_bandwidth;
    // The plain theme needs the fewest bytes; a theme that is asked for with this start is meant.
    let usual = if economy.low_bandwidth { "plain" } else { &config.theme };
    let theme = themes::named(&places, theme.unwrap_or(usual))?;
    let variable = |name: &str| std::env::var(name).ok();
    let term = variable("TERM");
    let is_terminal = std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
    let linear = looks.linear || (is_terminal && repertoire::only_prints(term.as_deref()));
    if !linear && !is_terminal {
        bail!(
            "the reader needs a terminal. `dateline --linear` prints line by line, `dateline read ADDRESS` a story, \
             both anywhere."
        );
    }
    let ascii = looks.ascii || config.ascii.unwrap_or_else(|| !locale_is_utf8());
    config.ascii = Some(ascii);
    let repertoire = Repertoire::of(term.as_deref(), ascii);
    let colours = Colours::of(variable("NO_COLOR").as_deref(), variable("COLORTERM").as_deref(), term.as_deref());
    let colours = if economy.low_bandwidth { colours.at_most_sixteen() } else { colours };
    let browser = Browser::of(&config.browser, variable("BROWSER").as_deref());
    let player = Player::of(&config.player, variable("PLAYER").as_deref());
    let (term_program, multiplexer) = (variable("TERM_PROGRAM"), variable("TMUX").or_else(|| variable("STY")));
    let signs = Signs {
        term: term.as_deref().unwrap_or_default(),
        program: term_program.as_deref().unwrap_or_default(),
        kitty: variable("KITTY_WINDOW_ID").is_some(),
        multiplexed: multiplexer.is_some(),
        blocks: if ascii { None } else { colours.bytes_of_two() },
        thrifty: economy.low_bandwidth,
    };
    let pictures = Way::of(config.pictures, signs);
    let hyperlinks = config.hyperlinks.settled(variable, economy.low_bandwidth);
    let wishes = Wishes {
        outlets: config.outlets.clone(),
        languages: config.languages.clone(),
        sources,
        stale_after: Duration::from_secs(u64::from(config.refresh_minutes) * 60),
        cache_folder: places.cache.clone(),
        data_folder: places.data.clone(),
        mutes: Mutes::new(&config.mute, &config.mute_outlets),
        searches: config.searches.clone(),
        offline,
        economy,
    };
    let mut opened = Desk::open(kind, &wishes, Utc::now())?;
    if linear && !looks.linear {
        let why =
            "By its TERM this terminal can't move a cursor, so it is printed to line by line. h lists the commands.";
        let said = [Some(why.to_owned()), opened.notice.take()];
        opened.notice = Some(said.into_iter().flatten().collect::<Vec<_>>().join(" "));
    }
    if linear {
        linear::run(linear::Start { config, ascii, player, wishes, opened })?;
    } else {
        let themes = themes::all(&places);
        run::run(Start {
            config,
            theme,
            themes,
            colours,
            repertoire,
            hyperlinks,
            browser,
            player,
            pictures,
            wishes,
            opened,
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether this machine's locale has all letters.
pub(super) fn locale_is_utf8() -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| std::env::var(name).ok());
    repertoire::is_utf8(names.each_ref().map(Option::as_deref))
}

pub(super) fn read_config(places: &Places, given: Option<&Path>) -> anyhow::Result<Config> {
    let usual = places.config.as_ref().map(|folder| folder.join("config.toml"));
    let (file, must_exist) = match (given, usual) {
        (Some(given), _) => (given.to_owned(), true),
        (None, Some(usual)) => (usual, false),
        (None, None) => return Ok(Config::default()),
    };
    match std::fs::read_to_string(&file) {
        Ok(text) => Config::parse(&text).with_context(|| format!("{} is not right", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(Config::default()),
        Err(error) => Err(error).with_context(|| format!("{} can't be read", file.display())),
    }
}

fn start_log(places: &Places) -> anyhow::Result<()> {
    let Some(folder) = &places.state else { bail!("this machine names no home, so there is no place for a log") };
    std::fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let path = folder.join("dateline.log");
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    let file = file.with_context(|| format!("{} can't be written", path.display()))?;
    let asked = std::env::var("DATELINE_LOG").ok().and_then(|wish| wish.parse::<Targets>().ok());
    let filter = asked.unwrap_or_else(|| Targets::new().with_target("dateline", LevelFilter::DEBUG));
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(std::sync::Mutex::new(file));
    tracing_subscriber::registry().with(lines).with(filter).init();
    Ok(())
}
