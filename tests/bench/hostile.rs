//! What hostile pages cost: `cargo bench --bench hostile [-- NAME]`.
//!
//! Each page is read in a process of its own, so that its peak of memory is its own. The page itself is part of it.
#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

#[path = "../support/hostile.rs"]
mod hostile;

use std::process::Command;
use std::time::Instant;

use dateline::extract::{RawPage, article};
use hostile::{PAGES, Recipe};
use url::Url;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [flag, nth] = words.as_slice()
        && flag == "--one"
    {
        let recipe = PAGES.get(nth.parse::<usize>()?).ok_or_else(|| anyhow::anyhow!("there is no such page"))?;
        return one(recipe);
    }
    let wanted = |(name, _): &Recipe| words.first().is_none_or(|part| name.contains(part));
    println!("{:<52} {:>9} {:>8} {:>9}  came of it", "page", "bytes", "ms", "peak MiB");
    for (nth, (name, _)) in PAGES.iter().enumerate().filter(|(_, recipe)| wanted(recipe)) {
        let output = Command::new(std::env::current_exe()?).args(["--one", &nth.to_string()]).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let said = if output.status.success() { said.trim_end() } else { "DIED" };
        println!("{name:<52} {said}");
    }
    Ok(())
}

fn one((_, make): &Recipe) -> anyhow::Result<()> {
    let page = make();
    let url = Url::parse("https://example.org/a")?;
    let before = Instant::now();
    let story = article(RawPage { bytes: page.as_bytes(), url: &url, charset: None });
    let took = before.elapsed().as_secs_f64() * 1e3;
    let came = match story {
        Ok(story) => format!("{} blocks, {} bytes", story.blocks.len(), story.body().len()),
        Err(trouble) => format!("{trouble:?}"),
    };
    println!("{:>9} {took:>8.0} {:>9.1}  {came}", page.len(), peak().unwrap_or_default());
    Ok(())
}

/// The most memory that this process had at once in MiB, where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u32>().ok())?;
    Some(f64::from(kib) / 1024.0)
}
