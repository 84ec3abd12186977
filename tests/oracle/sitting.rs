//! The sample edition read without a terminal: every question is answered from the cache, at once and in order, so that
//! the same keys make the same frames.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use chrono::{DateTime, Utc};
use dateline::app::{ArticleAnswer, Ask, EditionKind, Effect, Model, Msg, update};
use dateline::article::{Article, Block, Text};
use dateline::cache::Cache;
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::marks::Marks;
use dateline::news::{Fill, Freshness, Headline, SectionId, StoryKey};
use dateline::paint::{Cursor, Painter};
use dateline::runtime::{Desk, Economy, Opened, Runtime, Wishes};
use dateline::theme::Theme;
use dateline::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tempfile::TempDir;
use tokio::sync::mpsc::unbounded_channel;

/// Stories that the sample has not: wide characters, emoji and combining marks in titles and text.
const MADE_UP: [(&str, &str); 4] = [
    ("kettles", "やかんのオーケストラが満席の港のホールで初めての演奏会を開き、聴衆は立ち上がって拍手した"),
    ("bowls", "🏆 Magpie decides bowls final 🎉 and flies off with the jack"),
    ("bridge", "旧吊桥将分三个阶段修复，预计于明年秋天之前重新开放 🚧"),
    ("clock", "항구의 시계는 하루에 네 번만 맞았지만 — Mēre Tāwhai, e\u{301}crivain"),
];

/// The edition with all its lists and the stories of its front page kept, made once.
fn kept() -> &'static Path {
    static KEPT: OnceLock<TempDir> = OnceLock::new();
    KEPT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path());
        folder
    })
    .path()
}

fn wishes(folder: &Path) -> Wishes {
    Wishes {
        searches: Vec::new(),
        mutes: dateline::mute::Mutes::default(),
        outlets: Vec::new(),
        languages: Vec::new(),
        sources: None,
        stale_after: Duration::from_secs(24 * 60 * 60),
        cache_folder: Some(folder.to_owned()),
        data_folder: None,
        offline: false,
        economy: Economy::default(),
    }
}

fn open(folder: &Path) -> Opened {
    Desk::open(EditionKind::Sample, &wishes(folder), Utc::now()).unwrap()
}

fn fill(folder: &Path) {
    let io = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (sender, mut answers) = unbounded_channel();
    let opened = open(folder);
    let sections = opened.edition.sections.clone();
    let keeping = (None, Marks::default());
    let mut runtime = Runtime::new(io.handle().clone(), sender, wishes(folder), opened.desk, keeping);
    let mut front_page = Vec::new();
    for section in sections {
        let Fill::Feeds(feeds) = section.fill else { continue };
        runtime.perform(Effect::LoadSection { section: section.id.clone(), feeds, ask: Ask::IfStale });
        while let Some(msg) = answers.blocking_recv() {
            if let Msg::Headlines(answer) = msg
                && answer.section == section.id
                && answer.waiting == 0
            {
                if front_page.is_empty() {
                    front_page = answer.headlines;
                }
                break;
            }
        }
    }
    for Headline { key, url, .. } in front_page.into_iter().take(8) {
        runtime.perform(Effect::LoadArticle { key, url, ask: Ask::IfStale });
        while let Some(msg) = answers.blocking_recv() {
            if matches!(msg, Msg::Article(answer) if !answer.waiting) {
                break;
            }
        }
    }
}

fn made_up(now: DateTime<Utc>) -> HashMap<StoryKey, (Headline, Article)> {
    let story = |(name, title): (&str, &str)| {
        let url = format!("https://karaka.example/news/made-up/{name}");
        let paragraph = |nth: usize| {
            let words = format!("{title} ({nth}). ").repeat(1 + nth % 3);
            Block::Paragraph { text: Text::plain(&words) }
        };
        let headline = Headline {
            key: StoryKey::of(&url),
            url: url.clone(),
            title: title.to_owned(),
            kicker: Some("カルチャー".to_owned()),
            standfirst: None,
            authors: Vec::new(),
            labels: Vec::new(),
            published: Some(now),
            updated: None,
            seconds: None,
            enclosure: None,
            outlet: "karaka".to_owned(),
            outlet_name: "Radio Karaka".to_owned(),
        };
        let blocks = (0..12).map(paragraph).collect();
        let article = Article { url, title: title.to_owned(), blocks, ..Article::default() };
        (headline.key.clone(), (headline, article))
    };
    MADE_UP.into_iter().map(story).collect()
}

/// A reader of the kept edition.
pub struct Sitting {
    model: Model,
    theme: Theme,
    runtime: Runtime,
    cache: Cache,
    made_up: HashMap<StoryKey, (Headline, Article)>,
    /// Only answers at once are asked for, but a runtime has to stand somewhere.
    _io: tokio::runtime::Runtime,
}

impl Sitting {
    /// On the front page.
    pub fn begin((width, height): (u16, u16)) -> Self {
        let io = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let opened = open(kept());
        let (sender, _) = unbounded_channel();
        let keeping = (None, Marks::default());
        let runtime = Runtime::new(io.handle().clone(), sender, wishes(kept()), opened.desk, keeping);
        let now = Utc::now();
        let model = Model::new((width, height).into(), now, Zone::utc(), &Config::default(), opened.edition);
        let mut sitting = Self {
            model,
            theme: Theme::built_in("plain").unwrap(),
            runtime,
            cache: Cache::open(&kept().join("sample.sqlite")).unwrap().0,
            made_up: made_up(now),
            _io: io,
        };
        let effects = sitting.model.begin();
        for answer in sitting.answers(&effects) {
            sitting.take(answer);
        }
        assert!(sitting.model.headlines.list.len() > 20, "the front page is kept");
        sitting
    }

    /// Takes a message in, and gives the answers to what it asks for.
    pub fn take(&mut self, msg: Msg) -> Vec<Msg> {
        let effects = update(&mut self.model, msg);
        self.answers(&effects)
    }

    /// What the screen shows now.
    pub fn frame(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.model.size.width, self.model.size.height));
        let cursor = ui::view(&self.model, &self.theme, &mut buffer);
        (buffer, cursor)
    }

    /// Tells the painter what the reader tells it of a frame besides its cells.
    pub fn aim(&self, painter: &mut Painter, seen: Option<Position>) -> Cursor {
        painter.expect_scrolling(ui::body_alone(&self.model));
        let marker = ui::marker(&self.model).map(Cursor::Beside);
        seen.map(Cursor::Shown).or(marker).unwrap_or(Cursor::Anywhere)
    }

    fn answers(&self, effects: &[Effect]) -> Vec<Msg> {
        effects.iter().filter_map(|effect| self.answer(effect)).collect()
    }

    fn answer(&self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::LoadArticle { key, .. } if self.made_up.contains_key(key) => {
                let outcome = Ok((Box::new(self.made_up[key].1.clone()), Freshness::Sample));
                Some(Msg::Article(ArticleAnswer { key: key.clone(), outcome, waiting: false }))
            }
            Effect::Search { typed, query } => {
                let found = self.cache.search(query, 100, |_, _| false).unwrap();
                Some(Msg::Found { typed: typed.clone(), found: Box::new(found) })
            }
            asked => {
                let mut answer = self.runtime.first_answer(asked)?;
                match &mut answer {
                    Msg::Headlines(list) => {
                        list.waiting = 0;
                        if list.section == SectionId("front-page".to_owned()) {
                            let mut rows: Vec<_> = self.made_up.values().map(|(row, _)| row.clone()).collect();
                            rows.sort_by(|a, b| a.url.cmp(&b.url));
                            list.headlines.splice(1..1, rows);
                        }
                    }
                    Msg::Article(article) => article.waiting = false,
                    _ => {}
                }
                Some(answer)
            }
        }
    }
}
