//! The reader's config: every setting is taken, and what can't be taken is pointed at.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::config::{Config, MarkRead, SameStory};
use dateline::keymap::{Action, Code, Key, Keymap, TABLE, Typed};
use dateline::picture::Choice;
use dateline::repertoire::hyperlink::Hyperlinks;

/// The whole message for a config that can't be used.
fn error(source: &str) -> String {
    Config::parse(source).unwrap_err().to_string()
}

#[test]
fn nothing_set_is_the_default() {
    assert_eq!(Config::parse("").unwrap(), Config::default());
    assert_eq!(Config::parse("# only a remark\n").unwrap(), Config::default());
    assert_eq!(Config::parse("fold_same = true").unwrap(), Config::default());
}

#[test]
fn a_way_for_pictures_that_is_none_is_pointed_at() {
    let said = error("cursor = true\npictures = \"chafa\"\n");
    assert!(said.contains("2 | pictures = \"chafa\""), "{said}");
    assert!(said.contains("pictures is one of auto, kitty, sixel, blocks, browser"), "{said}");
}

#[test]
fn hyperlinks_are_switched_or_named() {
    for (words, expected) in [
        ("\"auto\"", Hyperlinks::Auto),
        ("\"all\"", Hyperlinks::All),
        ("true", Hyperlinks::Links),
        ("false", Hyperlinks::Never),
    ] {
        assert_eq!(Config::parse(&format!("hyperlinks = {words}")).unwrap().hyperlinks, expected, "{words}");
    }
    for words in ["\"yes\"", "1", "[]"] {
        let said = error(&format!("cursor = true\nhyperlinks = {words}\n"));
        assert!(
            said.contains("2 | hyperlinks") && said.contains("hyperlinks is one of \"auto\", \"all\", true, false")
        );
    }
}

#[test]
fn every_setting_is_taken() {
    let config = Config::parse(
        r#"
outlets = ["courier", "tribune"]
languages = ["en", "mi"]
theme = "paper"
measure = 64
paragraphs = "indent"
refresh_minutes = 45
low_bandwidth = true
max_bytes = "1.5 MB"
browser = ["w3m", "%u"]
player = ["mpv", "--no-video", "%u"]
pictures = "sixel"
hyperlinks = "all"
ascii = false
cursor = true
fold_same = false
progress = true
mark_read = "scroll"
mouse = true
justify = true
mute = ["royal tour"]
mute_outlets = ["tribune"]

[[weather]]
name = " The  hut "
latitude = -43.5
longitude = 171

[[search]]
name = "Fog"
query = "fog is:unread -section:sport"

[keys]
down = "e"
open = ["Enter", "C-o"]
zen = []
"#,
    )
    .unwrap();
    assert_eq!(config.outlets, ["courier", "tribune"]);
    assert_eq!(config.languages, ["en", "mi"]);
    assert_eq!(config.theme, "paper");
    assert_eq!(config.measure, 64);
    assert_eq!(config.progress, dateline::config::Progress::Shown);
    assert_eq!(config.paragraphs, dateline::page::Paragraphs::Indent);
    assert_eq!(config.refresh_minutes, 45);
    assert_eq!((config.low_bandwidth, config.max_bytes), (true, Some(1_500_000)));
    assert_eq!(config.browser, ["w3m", "%u"]);
    assert_eq!(config.player, ["mpv", "--no-video", "%u"]);
    assert!(config.mouse);
    assert_eq!(config.mark_read, MarkRead::Scroll);
    assert_eq!(config.pictures, Choice::Sixel);
    assert_eq!(config.hyperlinks, Hyperlinks::All);
    assert_eq!((config.ascii, config.cursor), (Some(false), true));
    assert_eq!(config.same_story, SameStory::Apart);
    assert!(config.typesetting.justify && !config.typesetting.hyphenate);
    assert_eq!((config.mute, config.mute_outlets), (vec!["royal tour".to_owned()], vec!["tribune".to_owned()]));
    assert_eq!(config.searches, [("Fog".to_owned(), "fog is:unread -section:sport".to_owned())]);
    let [hut] = config.weather.as_slice() else { panic!("one place") };
    assert_eq!((hut.name.as_str(), hut.slug.as_str(), hut.latitude, hut.longitude), ("The hut", "", -43.5, 171.0));
    assert_eq!(config.keymap.action(Key::char('e')), Some(Action::Down));
    assert_eq!(config.keymap.action(Key::char('j')), None);
    assert_eq!(config.keymap.keys(Action::Open), ["Enter", "C-o"]);
    assert_eq!(config.keymap.keys(Action::Zen), Vec::<String>::new());
    assert_eq!(config.keymap.hint(Action::Zen), "–");
}

#[test]
fn the_measure_goes_from_20_to_200() {
    for measure in [20, 200] {
        assert_eq!(Config::parse(&format!("measure = {measure}")).unwrap().measure, measure);
    }
    assert_eq!(
        error("theme = \"mono\"\nmeasure = 19\n"),
        "line 2, column 11: measure goes from 20 to 200 columns\n  |\n2 | measure = 19\n  |           ^^"
    );
    assert_eq!(
        error("measure=201 # wide"),
        "line 1, column 9: measure goes from 20 to 200 columns\n  |\n1 | measure=201 # wide\n  |         ^^^"
    );
}

#[test]
fn nobody_is_asked_more_often_than_every_five_minutes() {
    assert_eq!(Config::parse("refresh_minutes = 0").unwrap().refresh_minutes, 5);
    assert_eq!(Config::parse("refresh_minutes = 5").unwrap().refresh_minutes, 5);
    assert_eq!(Config::parse("refresh_minutes = 6").unwrap().refresh_minutes, 6);
}

#[test]
fn an_amount_of_data_has_a_unit() {
    assert_eq!(
        error("theme = \"mono\"\nmax_bytes = \"5\"\n"),
        "line 2, column 13: \"5\" is no amount of data; write it as 500kB, 5MB or 1.5GB\n  |\n2 | max_bytes = \"5\"\n  |             ^^^"
    );
    assert!(error("max_bytes = 5000000\n").contains("line 1, column 13"));
}

#[test]
fn what_is_not_a_setting_is_pointed_at() {
    for (source, line, under, says) in [
        ("theme = \"mono\"\ncolour = 3\n", 2, "colour", "unknown field `colour`"),
        ("measure = \"wide\"\n", 1, "\"wide\"", "invalid type"),
        ("measure = -3\n", 1, "-3", "invalid value"),
        ("refresh_minutes = 1.5\n", 1, "1.5", "invalid type"),
        ("paragraphs = \"none\"\n", 1, "\"none\"", "expected `spaced` or `indent`"),
        ("outlets = \"courier\"\n", 1, "\"courier\"", "invalid type"),
        ("theme = \"mono\"\ntheme = \"dark\"\n", 2, "theme", "duplicate key"),
        ("measure = \n", 1, "", ""),
    ] {
        let error = error(source);
        assert!(error.contains(&format!("line {line}, column ")), "{source}\n{error}");
        assert!(error.contains(says), "{source}\n{error}");
        let quoted = error.lines().find(|row| row.starts_with(&format!("{line} | "))).unwrap();
        let carets = error.lines().find(|row| row.trim_start_matches([' ', '|']).starts_with('^')).unwrap();
        if !under.is_empty() {
            assert_eq!(carets.find('^'), quoted.find(under), "{error}");
        }
    }
}

#[test]
fn an_unknown_action_is_pointed_at() {
    // The word stands in a remark, in a value and in a longer name as well.
    let source = "# dance\n[keys]\ndown = \"e\" # dance\ndance = \"d\"\nup = \"i\" # no dance\n";
    assert_eq!(error(source), "line 4, column 1: there is no action \"dance\"\n  |\n4 | dance = \"d\"\n  | ^^^^^");
}

#[test]
fn an_unknown_key_is_pointed_at() {
    let source = "[keys]\nup = [\"k\", \"Hyper\"] # Hyper is none\ndown = \"j\"\n";
    assert_eq!(
        error(source),
        "line 2, column 12: there is no key \"Hyper\"; write it as j, Space, C-d or PageDown\n  |\n2 | up = [\"k\", \"Hyper\"] # Hyper is none\n  |            ^^^^^^^"
    );
}

#[test]
fn a_key_for_two_actions_is_pointed_at() {
    let source = "[keys]\ndown = \"x\"\nnext-unread = \"n\"\nup = \"x\" # next\n";
    assert_eq!(
        error(source),
        "line 4, column 6: x is bound to both down and up; the other is in line 2\n  |\n4 | up = \"x\" # next\n  |      ^^^"
    );
}

#[test]
fn keys_can_be_typed_one_after_the_other() {
    let config = Config::parse("[keys]\ntop = [\"g g\", \"Home\"]\nquit = 'C-x C-c'\nsave = \"; s\"\n").unwrap();
    let typed =
        |keys: &[&str]| config.keymap.typed(&keys.iter().map(|key| Key::parse(key).unwrap()).collect::<Vec<_>>());
    assert_eq!(typed(&["g"]), Typed::Begun);
    assert_eq!(typed(&["g", "g"]), Typed::Whole(Action::Top));
    assert_eq!(typed(&["g", "j"]), Typed::Nothing);
    assert_eq!(typed(&["C-x", "C-c"]), Typed::Whole(Action::Quit));
    assert_eq!(typed(&["j"]), Typed::Whole(Action::Down));
    assert_eq!(config.keymap.action(Key::char('g')), None);
    assert_eq!(config.keymap.keys(Action::Top), ["Home", "g g"]);
    assert_eq!(config.keymap.hint(Action::Save), "; s");
}

#[test]
fn a_sequence_that_could_not_be_typed_is_pointed_at() {
    for (source, message) in [
        (
            "[keys]\ntop = \"g g\"\nundo = [\"U\", \"g\"]\n",
            "line 3, column 14: g g begins with g, which already does something: undo; the other is in line 2\n  |\n\
             3 | undo = [\"U\", \"g\"]\n  |              ^^^",
        ),
        (
            "[keys]\nundo = \"g\"\ntop = \"g g\"\n",
            "line 3, column 7: g g begins with g, which already does something: undo; the other is in line 2\n  |\n\
             3 | top = \"g g\"\n  |       ^^^^^",
        ),
        (
            "[keys]\nrefresh = \"Space r\"\n",
            "line 2, column 11: Space r begins with Space, which already does something: read-on\n  |\n\
             2 | refresh = \"Space r\"\n  |           ^^^^^^^^^",
        ),
        (
            "keys = { top = [\"; a\", \"; a b\"] }\n",
            "line 1, column 24: ; a b begins with ; a, which already does something: top; the other is in line 1\n  |\n\
             1 | keys = { top = [\"; a\", \"; a b\"] }\n  |                        ^^^^^^^",
        ),
        (
            "[keys]\ntop = \"; a\"\ndown = \"; a\"\n",
            "line 3, column 8: ; a is bound to both top and down; the other is in line 2\n  |\n\
             3 | down = \"; a\"\n  |        ^^^^^",
        ),
        (
            "[keys]\ntop = \"; Esc\"\n",
            "line 2, column 7: ; Esc has Esc in it, which forgets the keys before it\n  |\n2 | top = \"; Esc\"\n  |       ^^^^^^^",
        ),
    ] {
        assert_eq!(error(source), message, "{source}");
    }
    for blanks in ["", " ", "g  g", " g", "g "] {
        assert!(error(&format!("[keys]\ntop = \"{blanks}\"")).contains("there is no key"), "{blanks:?}");
    }
    assert!(error("[keys]\ntop = 3\n").contains("expected a key, or a list of keys"));
}

#[test]
fn columns_are_counted_as_they_are_shown() {
    let message = error("[keys]\n# 新聞\nup = ['新聞']\n");
    assert_eq!(
        message,
        "line 3, column 7: there is no key \"新聞\"; write it as j, Space, C-d or PageDown\n  |\n3 | up = ['新聞']\n  |       ^^^^^^"
    );
}

#[test]
fn a_key_that_is_given_away_is_taken_from_whoever_had_it() {
    let config = Config::parse("keys = { save = \"j\" }").unwrap();
    assert_eq!(config.keymap.action(Key::char('j')), Some(Action::Save));
    assert_eq!(config.keymap.action(Key::char('w')), None);
    assert_eq!(config.keymap.keys(Action::Down), ["Down"]);
}

#[test]
fn the_table_is_sound() {
    let keymap = Keymap::default();
    let mut names = std::collections::HashSet::new();
    let mut keys = std::collections::HashSet::new();
    for entry in TABLE {
        assert!(names.insert(entry.name), "{} twice", entry.name);
        assert_eq!(entry.action.entry().name, entry.name);
        for written in entry.keys {
            let key = Key::parse(written).unwrap();
            assert_eq!(key.to_string(), *written);
            assert!(keys.insert(key), "{written} is bound twice");
            assert_eq!(keymap.action(key), Some(entry.action));
        }
        assert_eq!(keymap.keys(entry.action), entry.keys);
    }
}

#[test]
fn every_action_can_be_bound_by_its_name() {
    for entry in TABLE {
        let config = Config::parse(&format!("[keys]\n{} = \"A-x\"", entry.name)).unwrap();
        let key = Key { code: Code::Char('x'), ctrl: false, alt: true };
        assert_eq!(config.keymap.action(key), Some(entry.action), "{}", entry.name);
    }
}

#[test]
fn keys_are_read_as_they_are_written() {
    let key = |code, ctrl, alt| Some(Key { code, ctrl, alt });
    for (written, expected) in [
        ("j", key(Code::Char('j'), false, false)),
        ("J", key(Code::Char('J'), false, false)),
        ("Space", key(Code::Char(' '), false, false)),
        ("C-z", key(Code::Char('z'), true, false)),
        ("C-A-PageDown", key(Code::PageDown, true, true)),
        ("-", key(Code::Char('-'), false, false)),
        ("C--", key(Code::Char('-'), true, false)),
        ("ā", key(Code::Char('ā'), false, false)),
        ("", None),
        ("C-", None),
        ("space", None),
        ("jj", None),
        ("M-x", None),
    ] {
        assert_eq!(Key::parse(written), expected, "{written:?}");
    }
}

#[test]
fn what_can_not_be_muted_is_pointed_at() {
    assert!(
        error("mute = [\"fog\", \" — \"]\n").starts_with("line 1, column 16: what is muted needs a letter or number")
    );
}

#[test]
fn a_search_that_is_no_question_is_pointed_at() {
    let search = |query: &str| error(&format!("[[search]]\nname = \"Fog\"\nquery = {query}\n"));
    assert_eq!(
        search("\"fog is:green\""),
        "line 3, column 9: A story is unread, read or saved, not “green”.\n  |\n3 | query = \"fog is:green\"\n  |         ^^^^^^^^^^^^^^"
    );
    assert!(error("[[search]]\nname = \" \"\nquery = \"fog\"\n").contains("a search needs a name"));
}

#[test]
fn a_place_that_is_not_on_the_map_is_pointed_at() {
    let place = |name: &str, latitude: &str, longitude: &str| {
        error(&format!("[[weather]]\nname = {name}\nlatitude = {latitude}\nlongitude = {longitude}\n"))
    };
    assert_eq!(
        place("\"Hut\"", "-91", "171.0"),
        "line 3, column 12: latitude goes from -90 to 90 degrees\n  |\n3 | latitude = -91\n  |            ^^^"
    );
    assert_eq!(
        place("\"Hut\"", "-43.5", "nan"),
        "line 4, column 13: longitude goes from -180 to 180 degrees\n  |\n4 | longitude = nan\n  |             ^^^"
    );
    assert_eq!(
        place("\"\\u0007\"", "-43.5", "171.0"),
        "line 2, column 8: a place needs a name\n  |\n2 | name = \"\\u0007\"\n  |        ^^^^^^^^"
    );
    assert!(error("[[weather]]\nname = \"Hut\"\n").contains("missing field `latitude`"));
}
