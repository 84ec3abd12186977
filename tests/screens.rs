//! Whole screens as text, at the sizes readers have. The clock stands at Sunday 22 November 2026, 14:05.

#[path = "app/edition.rs"]
mod edition;

use dateline::app::health::Failing;
use dateline::app::picture::{PictureAnswer, PictureNews};
use dateline::app::sections_pane::Unread;
use dateline::app::versions::ChangesAnswer;
use dateline::app::{ArticleAnswer, EditionKind, ForecastAnswer, Model, Msg, SectionAnswer, update};
use dateline::article::Block;
use dateline::changes::Changes;
use dateline::clock::Zone;
use dateline::config::Config;
use dateline::keymap::{Key, Keymap};
use dateline::news::{Fill, Freshness, Headline, Label, Section, SectionId, StoryKey};
use dateline::picture::Way;
use dateline::theme::Theme;
use dateline::trouble::{Trouble, TroubleKind};
use dateline::weather::Forecast;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use edition::{id, listed, now, story, unread};

/// The sizes of the house: the classic terminal, a phone, three panes, three panes with air.
const SIZES: [(u16, u16); 4] = [(80, 24), (40, 12), (120, 40), (140, 45)];

fn press(model: &mut Model, keys: &str) {
    for key in keys.split(' ') {
        let key = Key::parse(key).unwrap_or_else(|| panic!("{key} is not a key"));
        let _ = update(model, Msg::Key(key));
    }
}

fn arrive(model: &mut Model) {
    let outcome = Ok((Box::new(story()), Freshness::Cached(now() - chrono::Duration::minutes(14))));
    let key = StoryKey::of("https://courier.example/bridge");
    let _ = update(model, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
}

/// The front page with a read, a saved and several unread stories, and counts beside the sections.
fn front_page(size: (u16, u16)) -> Model {
    let mut model = edition::open(size);
    let counts = [("front-page", 5), ("world", 12), ("sport", 3), ("courier", 131), ("courier/home", 1204)];
    let _ = update(&mut model, Msg::Counts(counts.map(|(section, count)| (id(section), unread(count))).to_vec()));
    press(&mut model, "j j m j w g");
    let _ = update(&mut model, Msg::Resize(size.into()));
    model.notice = None;
    model
}

fn article(size: (u16, u16)) -> Model {
    let mut model = front_page(size);
    press(&mut model, "Enter");
    arrive(&mut model);
    model
}

/// The screen as a reader sees it; `█` where the cursor stands.
fn screen(model: &Model) -> String {
    let area = Rect::new(0, 0, model.size.width, model.size.height);
    let mut buffer = Buffer::empty(area);
    // Every theme draws the same words.
    let theme = Theme::built_in("plain").unwrap_or_else(|| panic!("the plain theme is shipped"));
    let cursor = dateline::ui::view(model, &theme, &mut buffer);
    let mut rows = Vec::new();
    for y in 0..area.height {
        let mut row = String::new();
        let mut covered = 0;
        for x in 0..area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            covered = dateline::text::width(symbol).saturating_sub(1);
            row.push_str(if cursor == Some(Position::new(x, y)) { "█" } else { symbol });
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}

/// Takes the picture of a screen at every size.
fn at_every_size(name: &str, make: impl Fn((u16, u16)) -> Model) {
    for size in SIZES {
        let picture = screen(&make(size));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), picture);
        });
    }
}

#[test]
fn a_picture_says_what_it_costs() {
    at_every_size("picture-asked", |size| {
        let mut model = front_page(size);
        model.settings.pictures = Way::Blocks { cell: 20 };
        press(&mut model, "Enter");
        let mut article = story();
        let url = "https://courier.example/bridge.jpg".to_owned();
        if let Some(Block::Figure { image, .. }) = article.blocks.first_mut() {
            *image = Some(url.clone());
        }
        let (key, outcome) =
            (StoryKey::of("https://courier.example/bridge"), Ok((Box::new(article), Freshness::Live(now()))));
        let _ = update(&mut model, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
        press(&mut model, "i");
        let _ = update(&mut model, Msg::Picture(PictureAnswer { url, news: PictureNews::Weight(Some(240_123)) }));
        model
    });
}

#[test]
fn front_page_of_headlines() {
    at_every_size("front-page", front_page);
}

/// A front page of three outlets, two of which tell what the first one tells.
fn blended(size: (u16, u16)) -> Model {
    let mut model = edition::open(size);
    let told = |outlet: &str, title: &str, minutes: i64| Headline {
        outlet: outlet.to_owned(),
        outlet_name: format!("The {outlet}"),
        kicker: Some("Harbour".to_owned()),
        standfirst: Some(
            "Nine Waitorea councillors voted to keep the swing bridge and mend it, four against.".to_owned(),
        ),
        published: Some(now() - chrono::Duration::minutes(minutes)),
        ..edition::headline(&format!("{outlet}-{minutes}"), title)
    };
    let mut list = vec![told("Courier", "Waitorea council votes nine to four to mend the swing bridge", 12)];
    list.extend(edition::headlines().into_iter().skip(1).take(3));
    list.push(told("Lantern", "Swing bridge to be mended after Waitorea council votes nine to four", 50));
    list.push(told("Gazette", "Waitorea keeps swing bridge as council votes nine to four", 70));
    model.headlines.elsewhere.folds = true;
    let _ = update(&mut model, Msg::Headlines(listed("front-page", list)));
    assert_eq!(model.headlines.list.len(), 4);
    model
}

#[test]
fn one_story_in_three_outlets() {
    at_every_size("elsewhere", blended);
    at_every_size("elsewhere-unfolded", |size| {
        let mut model = blended(size);
        press(&mut model, "a");
        model
    });
    let mut model = blended((80, 24));
    press(&mut model, "Enter a");
    let title = screen(&model).lines().next().map(str::to_owned).unwrap_or_default();
    assert!(
        title.starts_with(" Front page › 1 of 4 · The Lantern, 2 of 3 outlets")
            || title.starts_with("Front page › 1 of 4 · The Lantern, 2 of 3 outlets"),
        "{title}"
    );
}

#[test]
fn what_plays_says_how_long() {
    let mut model = front_page((80, 24));
    model.headlines.list[0].labels = vec![Label::Live, Label::Audio];
    model.headlines.list[0].seconds = Some(1932);
    assert!(screen(&model).contains("Live · Podcast 32 min  "), "{}", screen(&model));
    model.headlines.list[0].seconds = None;
    assert!(screen(&model).contains("Live · Podcast  "), "{}", screen(&model));
}

#[test]
fn sections_with_an_outlet_unfolded() {
    at_every_size("sections", |size| {
        let mut model = front_page(size);
        press(&mut model, "h G l j l j");
        model
    });
}

#[test]
fn article_from_its_top() {
    at_every_size("article", article);
}

#[test]
fn article_to_its_end() {
    at_every_size("article-end", |size| {
        let mut model = article(size);
        press(&mut model, "G");
        model
    });
}

#[test]
fn article_in_the_middle() {
    at_every_size("article-middle", |size| {
        let mut model = article(size);
        press(&mut model, "}");
        model
    });
}

#[test]
fn links_with_their_numbers() {
    at_every_size("links", |size| {
        let mut model = article(size);
        press(&mut model, "f");
        model
    });
}

/// The list after its first story changed.
fn with_a_changed_story(size: (u16, u16)) -> (Model, dateline::article::Article) {
    let mut model = article(size);
    press(&mut model, "q");
    let mut edited = story();
    "The swing bridge goes, and the pies with it".clone_into(&mut edited.title);
    edited.blocks.insert(1, edition::paragraph("The mayor has resigned over the pies."));
    edited.blocks.pop();
    edited.blocks.push(edition::paragraph("The mending begins in spring, when the herring are elsewhere."));
    let versions = [(StoryKey::of("https://courier.example/bridge"), edited.version())].into();
    let answer = SectionAnswer { versions, ..listed("front-page", edition::headlines()) };
    let _ = update(&mut model, Msg::Headlines(answer));
    (model, edited)
}

#[test]
fn a_story_that_changed_since_it_was_read_in_the_list() {
    at_every_size("changed_list", |size| with_a_changed_story(size).0);
}

/// What changed in the story.
fn changes(size: (u16, u16)) -> Model {
    let (mut model, edited) = with_a_changed_story(size);
    press(&mut model, "j Enter");
    press(&mut model, "q k Enter");
    let key = StoryKey::of("https://courier.example/bridge");
    let outcome = Ok((Box::new(edited.clone()), Freshness::Live(now())));
    let _ = update(&mut model, Msg::Article(ArticleAnswer { key: key.clone(), outcome, waiting: false }));
    press(&mut model, "g c");
    let outcome = Changes::between(&story(), &edited).map(Box::new).ok_or_else(String::new);
    let _ = update(&mut model, Msg::Changes(ChangesAnswer { key, was: story().version(), outcome }));
    model
}

#[test]
fn what_changed_in_a_story() {
    at_every_size("changes", changes);
}

#[test]
fn what_came_and_what_went_looks_different_in_every_theme() {
    let model = changes((80, 24));
    for (name, _) in dateline::theme::BUILT_IN {
        let theme = Theme::built_in(name).unwrap_or_else(|| panic!("{name} is shipped"));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        dateline::ui::view(&model, &theme, &mut buffer);
        let rows = |y| (0..80).filter_map(|x| buffer.cell((x, y))).map(Cell::symbol).collect::<String>();
        let style = |mark: &str| {
            let found = (0..24).find_map(|y| Some((u16::try_from(rows(y).find(mark)?).ok()?, y)));
            found.and_then(|at| buffer.cell(at)).map(Cell::style)
        };
        let (came, went) = (style("{+"), style("[-"));
        assert!(came.is_some() && went.is_some() && came != went, "{name}: {came:?} {went:?}");
        let plain = style("Headline was").map(|style| style.add_modifier);
        assert_ne!(came.map(|style| style.add_modifier), plain, "{name}: told apart without colour");
    }
}

#[test]
fn zen() {
    at_every_size("zen", |size| {
        let mut model = article(size);
        press(&mut model, "z");
        model
    });
}

#[test]
fn help() {
    at_every_size("help", |size| {
        let mut model = front_page(size);
        press(&mut model, "?");
        model
    });
}

#[test]
fn menu_of_a_link() {
    at_every_size("menu", |size| {
        let mut model = article(size);
        press(&mut model, "1 Enter");
        model
    });
}

#[test]
fn code_of_a_link() {
    at_every_size("code", |size| {
        let mut model = article(size);
        press(&mut model, "1 Enter c");
        model
    });
}

#[test]
fn go_to_a_section() {
    at_every_size("go-to", |size| {
        let mut model = front_page(size);
        press(&mut model, "S s p");
        model
    });
}

#[test]
fn go_to_a_section_of_any_outlet() {
    at_every_size("go-to-any", |size| {
        let mut model = front_page(size);
        press(&mut model, "S h a r Enter h j x S a r Down");
        model
    });
}

#[test]
fn a_letter_changes_only_the_rows_of_the_panel() {
    for size in SIZES {
        let mut model = front_page(size);
        press(&mut model, "S");
        let before = screen(&model);
        // The panel: eight choices, a blank row on either side, and the row that is typed in.
        let above = usize::from(size.1).saturating_sub(11);
        for letters in ["a", "r", "z", "Backspace", "Down", "Backspace"] {
            press(&mut model, letters);
            let after = screen(&model);
            assert!(before.lines().take(above).eq(after.lines().take(above)), "{size:?} {letters}\n{after}");
        }
    }
}

#[test]
fn go_to_a_section_that_is_not_there() {
    at_every_size("go-to-none", |size| {
        let mut model = front_page(size);
        press(&mut model, "S x y z");
        model
    });
}

#[test]
fn sections_that_were_pinned_moved_and_hidden() {
    at_every_size("sections-arranged", |size| {
        let mut model = front_page(size);
        // Two of an outlet on top, one of the blended hidden, one moved up.
        press(&mut model, "S h a r b Enter p S c o u r i e r Space s p Enter p h g j j j x j <");
        model
    });
    at_every_size("sections-hidden-shown", |size| {
        let mut model = front_page(size);
        press(&mut model, "h j x G x X");
        model
    });
}

#[test]
fn a_folded_parent_with_what_it_hides() {
    at_every_size("sections-folded", |size| {
        let mut model = edition::open(size);
        let counts = [("courier", (4, 11)), ("courier/home", (2, 7)), ("courier/home/harbour", (5, 5))];
        let counts = counts.map(|(section, (own, all))| (id(section), Unread { own, all }));
        let _ = update(&mut model, Msg::Counts(counts.to_vec()));
        press(&mut model, "h G l j");
        model
    });
}

#[test]
fn find_with_hits() {
    at_every_size("find", |size| {
        let mut model = article(size);
        press(&mut model, "/ p i e");
        model
    });
}

#[test]
fn waiting_for_the_first_list() {
    at_every_size("waiting", edition::model);
}

#[test]
fn waiting_for_a_story() {
    at_every_size("waiting-story", |size| {
        let mut model = front_page(size);
        press(&mut model, "Enter");
        model
    });
}

#[test]
fn a_list_that_is_empty() {
    at_every_size("empty", |size| {
        let mut model = edition::model(size);
        let _ = update(&mut model, Msg::Headlines(listed("front-page", Vec::new())));
        model
    });
}

#[test]
fn a_list_that_failed() {
    at_every_size("failing", |size| {
        let mut model = edition::model(size);
        let mut answer = listed("front-page", Vec::new());
        answer.freshness = None;
        let refused = Trouble::at(TroubleKind::Blocked(403), "https://tribune.example/rss");
        answer.troubles = vec![Trouble::at(TroubleKind::Dns, "https://courier.example/rss"), refused];
        let _ = update(&mut model, Msg::Headlines(answer));
        model
    });
}

/// A wall, a feed that is gone, and a host that does not answer.
fn ailing(size: (u16, u16)) -> Model {
    let mut model = front_page(size);
    let failing = |name: &str, kind, hours, answered: Option<i64>| {
        let feed = edition::feed(name).url;
        let trouble = Trouble::at(kind, &feed);
        let before = |hours| now() - chrono::Duration::hours(hours);
        Failing { feed, trouble, since: before(hours), answered: answered.map(before) }
    };
    let all = vec![
        failing("world", TroubleKind::BotWall(403), 30, Some(31)),
        failing("harbour", TroubleKind::Gone(404), 5, None),
        failing("sport", TroubleKind::Timeout, 1, Some(1)),
    ];
    let _ = update(&mut model, Msg::Failing(all));
    model
}

#[test]
fn sections_with_feeds_that_failed() {
    at_every_size("sections-failing", |size| {
        let mut model = ailing(size);
        press(&mut model, "h G l");
        model
    });
}

#[test]
fn what_failed_and_why() {
    at_every_size("what-failed", |size| {
        let mut model = ailing(size);
        press(&mut model, "e j");
        model
    });
}

#[test]
fn a_story_that_failed() {
    at_every_size("failing-story", |size| {
        let mut model = front_page(size);
        press(&mut model, "j Enter");
        let key = StoryKey::of("https://courier.example/strait");
        let outcome = Err(Trouble::at(TroubleKind::Blocked(403), "https://courier.example/strait"));
        let _ = update(&mut model, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
        model
    });
}

#[test]
fn nothing_saved_yet() {
    at_every_size("saved-empty", |size| {
        let mut model = edition::open(size);
        press(&mut model, "S s a v e d Enter");
        model
    });
}

#[test]
fn a_section_for_the_browser() {
    at_every_size("browser-section", |size| {
        let mut model = edition::open(size);
        press(&mut model, "S p u z z Enter");
        model
    });
}

#[test]
fn news_that_waits_to_be_shown() {
    at_every_size("pending", |size| {
        let mut model = front_page(size);
        press(&mut model, "j");
        let mut newer = vec![edition::headline("new", "A kettle has gone missing from the orchestra")];
        newer.extend(edition::headlines());
        let mut answer = listed("front-page", newer);
        answer.freshness = Some(Freshness::Offline(now() - chrono::Duration::hours(5)));
        let _ = update(&mut model, Msg::Headlines(answer));
        model
    });
}

#[test]
fn the_sample_edition_stands_in() {
    at_every_size("sample-instead", |size| {
        let mut model = edition::model(size);
        let _ = update(&mut model, Msg::Edition(Box::new(edition::edition(EditionKind::SampleInstead))));
        let mut answer = listed("front-page", edition::headlines());
        answer.freshness = Some(Freshness::Sample);
        let _ = update(&mut model, Msg::Headlines(answer));
        model
    });
}

#[test]
fn the_smallest_windows_show_what_they_can() {
    for width in 0..12 {
        for height in 0..6 {
            for model in [front_page((width, height)), article((width, height))] {
                let picture = screen(&model);
                assert!(picture.lines().count() <= usize::from(height).max(1), "{width}×{height}");
            }
        }
    }
}

#[test]
fn help_names_every_key_of_the_table() {
    let mut model = front_page((80, 100));
    press(&mut model, "?");
    let picture = screen(&model);
    for entry in dateline::keymap::TABLE {
        let keys = Keymap::default().keys(entry.action).join(" ");
        let named = picture.lines().any(|row| row.contains(&keys) && row.contains(entry.help));
        assert!(named, "{} is not in the help:\n{picture}", entry.name);
    }
}

#[test]
fn a_forecast_beside_the_places() {
    at_every_size("forecast", |size| {
        let mut edition = edition::edition(EditionKind::Live);
        let (id, title) = (SectionId::weather(), "Weather".to_owned());
        edition
            .sections
            .insert(0, Section { id, title, depth: 0, fill: Fill::Weather, page: None, blends: Vec::new() });
        let mut model = Model::new(size.into(), now(), Zone::utc(), &Config::default(), edition);
        let _ = model.begin();
        press(&mut model, "Enter");
        let answer = include_bytes!("weather/kaitaia.json");
        let forecast = Forecast::parse(answer).unwrap_or_else(|error| panic!("{error}"));
        let key = model.places[0].0.clone();
        let outcome = Ok((Box::new(forecast), Freshness::Live(now())));
        let _ = update(&mut model, Msg::Forecast(ForecastAnswer { key, outcome, waiting: false }));
        model
    });
}

#[test]
fn both_halves_of_a_broken_word_are_marked() {
    let mut model = edition::open((80, 24));
    model.settings.typesetting = dateline::page::typeset::Typesetting { justify: true, hyphenate: true };
    let _ = update(&mut model, Msg::Resize((80, 24).into()));
    press(&mut model, "j j m j w g Enter");
    let mut broken = story();
    broken.language = Some("en".to_owned());
    let words = "Nobody would have thought that the internationalisation of the harbour would surprise them. ";
    broken.blocks = (0..9).map(|at| edition::paragraph(&format!("{}{words}{words}", "xx ".repeat(at)))).collect();
    let outcome = Ok((Box::new(broken), Freshness::Live(now())));
    let key = StoryKey::of("https://courier.example/bridge");
    let _ = update(&mut model, Msg::Article(ArticleAnswer { key, outcome, waiting: false }));
    let lines = &model.article.page.lines;
    let nth =
        lines.iter().position(|line| line.set.hyphen && line.to_plain().contains("int")).expect("a word is broken");
    model.article.top = nth;
    press(&mut model, "/");
    for c in "internationalisation of".chars() {
        let _ = update(&mut model, Msg::Key(Key::char(c)));
    }
    model.article.top = nth;
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    let theme = Theme::built_in("plain").expect("the plain theme is shipped");
    let _ = dateline::ui::view(&model, &theme, &mut buffer);
    let y = model.layout().article.expect("the story is in sight").body.y;
    let marked = |y: u16| -> String {
        let cells = (0..80).filter_map(|x| buffer.cell((x, y)));
        cells.filter(|cell| cell.modifier.contains(theme.hit.add_modifier)).map(Cell::symbol).collect()
    };
    let squeezed = format!("{}{}", marked(y), marked(y + 1)).replace(' ', "");
    assert!(squeezed.starts_with("int") && squeezed.contains("sationof"), "{squeezed:?}");
}
