//! Does an [`Effect`] and answers with [`Msg`]s. Everything that waits (network, cache, extraction) runs on tokio's
//! threads; the screen's thread only sends and receives.

mod ask;
mod chain;
mod copies;
mod desk;
mod economy;
pub mod errand;
mod manners;
mod picture;
mod saved;
mod weather;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

use crate::app::details::Details;
use crate::app::health::Failing;
use crate::app::versions::ChangesAnswer;
use crate::app::{Ask, EditionKind, Effect, Msg};
use crate::library::{Library, LibraryError};
use crate::marks::{Deed, Marks};
use crate::mute::Mutes;
use crate::news::{SectionId, StoryKey};
use crate::query::Found;

use copies::Copies;
use economy::Books;
use saved::Saved;

pub use desk::{Desk, Opened};
pub use economy::Economy;
pub use weather::{Told, forecast};

/// A section lists at most this many stories.
const LIST_AT_MOST: usize = 400;

/// What the runtime needs to know of the reader's wishes.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// Outlets to show, in order; empty for the catalogue's choice.
    pub outlets: Vec<String>,
    /// Languages of the outlets to show where none are named; empty for the catalogue's choice.
    pub languages: Vec<String>,
    /// The reader's own outlets; it need not be there.
    pub sources: Option<PathBuf>,
    /// What is kept longer than this is asked for anew.
    pub stale_after: Duration,
    /// The folder of the cache files; `None` where nothing can be written.
    pub cache_folder: Option<PathBuf>,
    /// The folder of the journals' folders; `None` where nothing can be written.
    pub data_folder: Option<PathBuf>,
    /// What is in no list, by the config.
    pub mutes: Mutes,
    /// Searches that stand among the sections: names and questions.
    pub searches: Vec<(String, String)>,
    /// Nothing is to be asked of the network.
    pub offline: bool,
    /// How the line is to be used.
    pub economy: Economy,
}

/// Performs effects.
#[derive(Debug)]
pub struct Runtime {
    io: Handle,
    answers: UnboundedSender<Msg>,
    wishes: Wishes,
    desk: Arc<Desk>,
    library: Option<Library>,
    marks: Arc<Mutex<Marks>>,
    sections: HashMap<SectionId, AbortHandle>,
    article: Option<AbortHandle>,
    search: Option<AbortHandle>,
    count: Option<AbortHandle>,
    picture: Option<AbortHandle>,
    /// What the model knows to fail: said again only when it changes.
    failing: Arc<Mutex<Vec<Failing>>>,
    books: Arc<Books>,
    copies: Copies,
}

impl Runtime {
    /// A runtime that answers to `answers` and runs its tasks on `io`.
    #[must_use]
    pub fn new(
        io: Handle,
        answers: UnboundedSender<Msg>,
        wishes: Wishes,
        desk: Desk,
        (library, marks): (Option<Library>, Marks),
    ) -> Self {
        let runtime = Self {
            io,
            answers,
            books: Arc::new(Books::new(wishes.economy.ledger.clone())),
            wishes,
            desk: Arc::new(desk),
            library,
            marks: Arc::new(Mutex::new(marks)),
            sections: HashMap::new(),
            article: None,
            search: None,
            count: None,
            picture: None,
            failing: Arc::default(),
            copies: Copies::default(),
        };
        // A thread of its own costs memory: it is begun only where something is saved.
        if let Some(saved) = runtime.saved().filter(Saved::has_any) {
            let desk = Arc::clone(&runtime.desk);
            runtime.io.spawn_blocking(move || saved::catch_up(&saved, &desk));
        }
        runtime
    }

    /// Answers a question for a section or a story from the cache alone, at once: for the first frame, before anything
    /// else is done.
    #[must_use]
    pub fn first_answer(&self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::LoadSection { section, feeds, .. } => {
                // Nobody has been asked yet.
                let answer = ask::kept_section(&self.desk, section, feeds, 0, Vec::new(), Utc::now());
                (!answer.headlines.is_empty()).then_some(Msg::Headlines(answer))
            }
            Effect::LoadArticle { key, .. } => {
                if let Some(saved) = self.saved() {
                    saved.bring_back(&self.desk, key);
                }
                ask::kept_article(&self.desk, key, Utc::now()).map(Msg::Article)
            }
            _ => None,
        }
    }

    /// Does what an effect says. Those that are the terminal's own business (copy, browse, redraw, suspend, quit) are not
    /// for here and do nothing.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::LoadSection { section, feeds, ask } => {
                let task = ask::section(
                    Arc::clone(&self.desk),
                    self.answers.clone(),
                    section.clone(),
                    feeds,
                    (ask, self.wishes.stale_after.max(manners::FEED_FLOOR)),
                );
                let task = self.then_keep_books(task);
                self.sections.retain(|_, task| !task.is_finished());
                if let Some(before) = self.sections.insert(section, task) {
                    before.abort();
                }
            }
            Effect::LoadArticle { key, url, ask } => self.load_article(key, url, ask),
            Effect::LoadForecast { key, address } => {
                let task = weather::answer(Arc::clone(&self.desk), self.answers.clone(), key, address);
                let task = self.then_keep_books(task);
                replace(&mut self.article, task);
            }
            Effect::ForgetArticle => {
                if let Some(before) = self.article.take() {
                    before.abort();
                }
            }
            Effect::Search { typed, query } => {
                let (desk, answers, marks) = (Arc::clone(&self.desk), self.answers.clone(), Arc::clone(&self.marks));
                let task = self.io.spawn_blocking(move || {
                    let found = ask::search(&desk.cache, &marks, &query).unwrap_or_else(|error| {
                        let _ = answers.send(Msg::Notice(format!("The search failed: {error}.")));
                        Found::default()
                    });
                    let _ = answers.send(Msg::Found { typed, found: Box::new(found) });
                });
                replace(&mut self.search, task.abort_handle());
            }
            Effect::Count(sections) => {
                let (desk, answers, marks) = (Arc::clone(&self.desk), self.answers.clone(), Arc::clone(&self.marks));
                let (failing, mutes) = (Arc::clone(&self.failing), self.mutes());
                let task = self.io.spawn_blocking(move || {
                    if let Ok(counts) = ask::count(&desk.cache, &marks, &mutes, &sections) {
                        let _ = answers.send(Msg::Counts(counts));
                    }
                    manners::tell_failing(&desk.cache, &sections, &failing, &answers);
                });
                replace(&mut self.count, task.abort_handle());
            }
            Effect::Record(marks) => self.record(&marks),
            Effect::RecordSections(marks) => {
                let kept = self.library.as_mut().map_or(Ok(()), |library| library.record_sections(&marks));
                self.tell_of(kept);
            }
            Effect::RememberCommand(typed) => {
                if let Some(Err(error)) = self.library.as_ref().map(|library| library.remember_command(&typed)) {
                    tracing::warn!("{error}");
                }
            }
            Effect::Bookmark(bookmark) => {
                let now = crate::marks::millis(Utc::now());
                let kept = self.library.as_mut().map_or(Ok(()), |library| library.keep_bookmark(now, &bookmark));
                if let Err(error) = kept {
                    // It changes with every key: said on the screen, it would be said without end.
                    tracing::warn!("{error}");
                }
            }
            Effect::Compare { key, was } => {
                let (desk, answers) = (Arc::clone(&self.desk), self.answers.clone());
                self.io.spawn_blocking(move || {
                    let outcome = ask::changes(&desk, &key, was);
                    let _ = answers.send(Msg::Changes(ChangesAnswer { key, was, outcome }));
                });
            }
            Effect::Details { asked } => {
                let (books, desk, answers) = (Arc::clone(&self.books), Arc::clone(&self.desk), self.answers.clone());
                let max_bytes = self.wishes.economy.max_bytes;
                self.io.spawn_blocking(move || {
                    let (run, today) = books.read(&desk.cache, asked);
                    let _ = answers.send(Msg::Details(Details { asked, run, today, max_bytes }));
                });
            }
            Effect::Picture(wish) => {
                let task = picture::answer(Arc::clone(&self.desk), self.answers.clone(), wish);
                let task = self.then_keep_books(task);
                replace(&mut self.picture, task);
            }
            Effect::OpenSample => self.open(EditionKind::SampleInstead),
            Effect::OpenLive => self.open(EditionKind::Live),
            Effect::Copy(_)
            | Effect::Browse(_)
            | Effect::ShowAddress(_)
            | Effect::Listen { .. }
            | Effect::StopListening
            | Effect::Media(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {}
        }
    }

    fn load_article(&mut self, key: StoryKey, url: String, ask: Ask) {
        let (desk, answers, eagerness) = (Arc::clone(&self.desk), self.answers.clone(), (ask, self.wishes.stale_after));
        let saved = self.saved();
        let task = self.then_keep_books(async move {
            let Some(saved) = saved else { return ask::article(desk, answers, key, url, eagerness).await };
            let (before, here, story) = (saved.clone(), Arc::clone(&desk), key.clone());
            ask::off_screen(move || before.bring_back(&here, &story)).await;
            ask::article(Arc::clone(&desk), answers, key.clone(), url.clone(), eagerness).await;
            if saved.has(&key) {
                ask::off_screen(move || saved.copy(&desk, &key, &url)).await;
            }
        });
        replace(&mut self.article, task);
    }

    /// Runs what asks the network, then writes down what that cost: it is known then, and the cache is open anyway.
    fn then_keep_books(&self, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        let (books, desk) = (Arc::clone(&self.books), Arc::clone(&self.desk));
        let task = async move {
            task.await;
            ask::off_screen(move || ask::keep(books.keep(&desk.cache, Utc::now()))).await;
        };
        self.io.spawn(task).abort_handle()
    }

    /// Writes down what went over the line, if that was not done within the last minute. To be called when something
    /// happens: nothing wakes up for it.
    pub fn keep_books(&self, now: DateTime<Utc>) {
        if let Some(until) = self.books.is_due(now) {
            let (books, desk) = (Arc::clone(&self.books), Arc::clone(&self.desk));
            self.io.spawn_blocking(move || ask::keep(books.keep(&desk.cache, until)));
        }
    }

    /// Marks go to disk before anything else happens: a few bytes, appended.
    fn record(&mut self, marks: &[crate::marks::Mark]) {
        {
            let mut known = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
            for mark in marks {
                known.merge(mark);
            }
        }
        let kept = self.library.as_mut().map_or(Ok(()), |library| library.record(marks));
        self.tell_of(kept);
        for mark in marks {
            let url = match &mark.deed {
                Deed::Saved { headline } => headline.url.clone(),
                Deed::Unsaved => String::new(),
                _ => continue,
            };
            if let Some(saved) = self.saved() {
                let may_ask = !self.wishes.offline && !self.wishes.economy.low_bandwidth;
                let (desk, answers) = (Arc::clone(&self.desk), self.answers.clone());
                let task = saved::follow(saved, desk, answers, (mark.key.clone(), url), may_ask);
                // Nobody's next key ends it: it is for later.
                let _ = self.then_keep_books(task);
            }
        }
        let seen = marks.iter().filter_map(|mark| match mark.deed {
            Deed::Seen(seen) => Some((mark.key.clone(), seen.version)),
            _ => None,
        });
        for (key, version) in seen {
            self.copies.add(key, version, Utc::now());
            let (desk, copies) = (Arc::clone(&self.desk), self.copies.clone());
            self.io.spawn_blocking(move || copies.make(&desk.cache));
        }
    }

    /// What looks after the text of saved stories; nothing where no journal is kept.
    fn mutes(&self) -> Mutes {
        self.wishes.mutes.after(&self.marks.lock().unwrap_or_else(PoisonError::into_inner).sections)
    }

    fn saved(&self) -> Option<Saved> {
        let stories = self.library.as_ref()?.stories();
        Some(Saved { stories, marks: Arc::clone(&self.marks) })
    }

    fn tell_of(&self, kept: Result<(), LibraryError>) {
        if let Err(error) = kept {
            let _ = self.answers.send(Msg::Notice(format!("{error}. This session remembers them.")));
        }
    }

    fn open(&mut self, kind: EditionKind) {
        for (_, task) in self.sections.drain() {
            task.abort();
        }
        for task in [self.article.take(), self.search.take(), self.count.take()].into_iter().flatten() {
            task.abort();
        }
        let (wishes, now) = (&self.wishes, Utc::now());
        match Desk::open(kind, wishes, now) {
            Ok(Opened { desk, edition, library, notice }) => {
                // Each edition's cache keeps what was read in it and what went over the line for it.
                self.copies.make(&self.desk.cache);
                ask::keep(self.books.keep(&self.desk.cache, now));
                self.desk = Arc::new(desk);
                self.library = library;
                self.failing = Arc::default();
                self.marks = Arc::new(Mutex::new(edition.marks.clone()));
                let _ = self.answers.send(Msg::Edition(Box::new(edition)));
                if let Some(notice) = notice {
                    let _ = self.answers.send(Msg::Notice(notice));
                }
            }
            Err(error) => {
                let _ = self.answers.send(Msg::Notice(format!("{error:#}.")));
            }
        }
    }
}

impl Drop for Runtime {
    /// However the program ends.
    fn drop(&mut self) {
        self.copies.make(&self.desk.cache);
        ask::keep(self.books.keep(&self.desk.cache, Utc::now()));
    }
}

fn replace(slot: &mut Option<AbortHandle>, task: AbortHandle) {
    if let Some(before) = slot.replace(task) {
        before.abort();
    }
}
