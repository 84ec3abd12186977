//! What the sample edition has not: stories in scripts whose characters take two cells and three bytes each.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use dateline::app::{ArticleAnswer, Edition, EditionKind, Model, Msg, SectionAnswer, update};
use dateline::article::{Article, Block, Text};
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::keymap::Key;
use dateline::marks::Marks;
use dateline::news::{Feed, Fill, Freshness, Headline, Section, SectionId, StoryKey};
use dateline::paint::{Colours, Painter};
use dateline::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use vt100::Parser;

use super::floor::{floor_utf8, rows_of};
use super::pty::cells;
use super::{Account, CJK_LINE, CJK_LINE_MEAN};

const URL: &str = "https://lantern.example/kettles";
const SENTENCES: [&str; 9] = [
    "やかんのオーケストラが港のホールで初めての演奏会を開き、満席の聴衆は立ち上がって拍手した。",
    "指揮者によると、湯が沸く速さをそろえるのに三年かかったという。",
    "「音は毎回違う。だから楽譜には温度だけを書く」と作曲家は話した。",
    "来月には隣の町の体育館でも公演がある。",
    "港务局表示，旧吊桥将分三个阶段修复，预计于明年秋天之前重新开放。",
    "附近的居民对这一计划反应不一，部分人担心渡轮的班次。",
    "항구의 시계는 하루에 네 번만 맞았지만 이제 제자리로 돌아왔다.",
    "관계자는 수리 비용이 예상보다 적게 들었다고 설명했다.",
    "会場には世界中から百二十個のやかんが集まり、最も古いものは千九百十一年に作られた。",
];

/// Paragraphs of the sentences, no two alike.
fn story() -> Article {
    let paragraph = |nth: usize| {
        let sentences = (0..3 + nth % 4).map(|at| SENTENCES[(nth * 5 + at * (nth + 1)) % SENTENCES.len()]);
        let words = sentences.fold(String::new(), |mut words, sentence| {
            write!(words, "{sentence}").unwrap();
            words
        });
        Block::Paragraph { text: Text::plain(&format!("{words}（{nth}）")) }
    };
    Article {
        url: URL.to_owned(),
        title: "やかんのオーケストラが初めての演奏会を開く".to_owned(),
        blocks: (1..30).map(paragraph).collect(),
        ..Article::default()
    }
}

fn reading(size: (u16, u16)) -> Model {
    let now: DateTime<Utc> = "2031-05-06T09:41:00Z".parse().unwrap();
    let feed = Feed::at("https://lantern.example/feed".to_owned(), "lantern".to_owned(), "The Lantern".to_owned());
    let id = SectionId("world".to_owned());
    let section = Section {
        id: id.clone(),
        title: "World".to_owned(),
        depth: 0,
        fill: Fill::Feeds(vec![feed]),
        page: None,
        blends: Vec::new(),
    };
    let edition = Edition {
        commanded: Vec::new(),
        kind: EditionKind::Live,
        sections: vec![section],
        shelf: Vec::new(),
        outlets: Vec::new(),
        nothing_kept: false,
        marks: Marks::default(),
    };
    let headline = Headline {
        key: StoryKey::of(URL),
        url: URL.to_owned(),
        title: story().title,
        kicker: None,
        standfirst: None,
        authors: Vec::new(),
        labels: Vec::new(),
        published: Some(now),
        updated: None,
        seconds: None,
        enclosure: None,
        outlet: "lantern".to_owned(),
        outlet_name: "The Lantern".to_owned(),
    };
    let mut model = Model::new(size.into(), now, Zone::utc(), &Config::default(), edition);
    let _ = model.begin();
    let freshness = Freshness::Live(now);
    let listed = SectionAnswer {
        versions: std::collections::HashMap::new(),
        section: id,
        headlines: vec![headline],
        freshness: Some(freshness),
        origin: None,
        waiting: 0,
        troubles: Vec::new(),
    };
    let outcome = Ok((Box::new(story()), freshness));
    let article = ArticleAnswer { key: StoryKey::of(URL), outcome, waiting: false };
    for msg in [Msg::Headlines(listed), Msg::Key(Key::parse("Enter").unwrap()), Msg::Article(article)] {
        let _ = update(&mut model, msg);
    }
    model
}

#[test]
fn a_line_of_wide_characters_costs_about_that_line() {
    let theme = Theme::built_in("plain").unwrap();
    let mut model = reading((80, 24));
    let mut painter = Painter::new(Colours::Sixteen);
    let mut terminal = Parser::new(cells(24), cells(80), 0);
    let mut paint = |model: &Model| {
        let before = rows_of(terminal.screen());
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        let cursor = dateline::ui::view(model, &theme, &mut buffer);
        let bytes = painter.paint(buffer, cursor);
        terminal.process(&bytes);
        (bytes.len(), floor_utf8(&before, &rows_of(terminal.screen())))
    };
    paint(&model);
    let mut account = Account::default();
    for key in ["j"; 30].into_iter().chain(["k"; 30]) {
        let _ = update(&mut model, Msg::Key(Key::parse(key).unwrap()));
        let (bytes, floor) = paint(&model);
        assert!(bytes > 0, "the story goes on");
        account.note("line of CJK", bytes, floor, CJK_LINE);
    }
    account.limit_mean("line of CJK", CJK_LINE_MEAN);
    account.settle();
}
