//! The themes that are shipped can be read, in colour and without; one that can't be used says where.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use dateline::page::Role;
use dateline::theme::{BUILT_IN, Source, Theme};
use ratatui::style::{Color, Modifier, Style};

const ROLES: [Role; 14] = [
    Role::Body,
    Role::Kicker,
    Role::Headline,
    Role::Standfirst,
    Role::Byline,
    Role::Label,
    Role::Subhead,
    Role::Quote,
    Role::Caption,
    Role::Code,
    Role::TableHead,
    Role::Link,
    Role::LinkNumber,
    Role::Furniture,
];

fn theme(name: &str) -> Theme {
    Theme::built_in(name).unwrap()
}

/// Every part by its name.
fn parts(theme: &Theme) -> [(&'static str, Style); 9] {
    [
        ("ground", theme.ground),
        ("accent", theme.accent),
        ("strong", theme.strong),
        ("dim", theme.dim),
        ("label", theme.label),
        ("link", theme.link),
        ("hit", theme.hit),
        ("quote", theme.quote),
        ("code", theme.code),
    ]
}

fn is_of_the_sixteen(colour: Color) -> bool {
    !matches!(colour, Color::Rgb(..) | Color::Indexed(_))
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(colour: Color) -> f64 {
    let Color::Rgb(r, g, b) = colour else { panic!("{colour:?} has no known luminance") };
    let [r, g, b] = [r, g, b].map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(style: Style) -> f64 {
    let (one, other) = (luminance(style.fg.unwrap()), luminance(style.bg.unwrap()));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_shipped_theme_parses() {
    assert_eq!(BUILT_IN.map(|(name, _)| name), ["plain", "dark", "light", "paper", "mono"]);
    for (name, source) in BUILT_IN {
        Theme::parse(source).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(Theme::built_in(name).is_some(), "{name}");
    }
    assert_eq!(Theme::built_in("neon"), None);
}

#[test]
fn the_measure_of_contrast_is_right() {
    let black_on_white = Style::new().fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 255));
    assert!((contrast(black_on_white) - 21.0).abs() < 0.001);
    // The lightest grey that passes on white.
    let grey = |level| Style::new().fg(Color::Rgb(level, level, level)).bg(Color::Rgb(255, 255, 255));
    assert!(contrast(grey(0x76)) >= 4.5);
    assert!(contrast(grey(0x77)) < 4.5);
}

#[test]
fn coloured_themes_have_contrast_enough_to_read() {
    for name in ["dark", "light", "paper"] {
        let theme = theme(name);
        for (part, style) in parts(&theme) {
            let contrast = contrast(style);
            assert!(contrast >= 4.5, "{name}: {part} has a contrast of {contrast:.2}");
        }
        for role in ROLES {
            assert!(contrast(theme.role(role)) >= 4.5, "{name}: {role:?}");
        }
    }
}

#[test]
fn coloured_themes_keep_to_one_paper() {
    for name in ["dark", "light", "paper"] {
        let theme = theme(name);
        for (part, style) in parts(&theme).iter().filter(|(part, _)| *part != "hit") {
            assert_eq!(style.bg, theme.ground.bg, "{name}: {part} stands on a paper of its own");
        }
        assert_ne!(theme.hit.bg, theme.ground.bg, "{name}: a hit can't be seen");
    }
}

#[test]
fn plain_takes_the_terminals_own_colours() {
    for (part, style) in parts(&theme("plain")) {
        assert_eq!(style.bg, None, "{part}");
        assert!(style.fg.is_none_or(is_of_the_sixteen), "{part}");
    }
}

#[test]
fn mono_has_no_colour() {
    for (part, style) in parts(&theme("mono")) {
        assert_eq!((style.fg, style.bg), (None, None), "{part}");
    }
}

#[test]
fn without_colour_what_matters_still_differs() {
    for (name, _) in BUILT_IN {
        let theme = theme(name).without_colour();
        for (part, style) in parts(&theme) {
            assert_eq!((style.fg, style.bg), (None, None), "{name}: {part}");
        }
        assert!(theme.strong.add_modifier.contains(Modifier::BOLD), "{name}: what is unread");
        assert!(theme.link.add_modifier.contains(Modifier::UNDERLINED), "{name}: a link");
        assert!(theme.hit.add_modifier.contains(Modifier::REVERSED), "{name}: a hit");
    }
}

#[test]
fn what_is_unread_never_looks_like_what_is_read() {
    for (name, _) in BUILT_IN {
        let theme = theme(name);
        assert_ne!(theme.strong, theme.dim, "{name}");
        assert_ne!(theme.ground, theme.dim, "{name}");
        assert_ne!(theme.hit, theme.ground, "{name}");
    }
}

/// The mono theme with one line in place of its `ground`.
fn with_ground(line: &str) -> String {
    let (_, mono) = BUILT_IN.iter().find(|(name, _)| *name == "mono").copied().unwrap();
    assert!(mono.contains("ground = {}"));
    mono.replace("ground = {}", line)
}

#[test]
fn colours_are_named_numbered_or_mixed() {
    let fg = |written: &str| {
        Theme::parse(&with_ground(&format!("ground = {{ fg = \"{written}\" }}"))).map(|theme| theme.ground.fg)
    };
    for (written, colour) in [
        ("default", Color::Reset),
        ("black", Color::Black),
        ("white", Color::Gray),
        ("bright-black", Color::DarkGray),
        ("bright-white", Color::White),
        ("bright-cyan", Color::LightCyan),
        ("0", Color::Indexed(0)),
        ("255", Color::Indexed(255)),
        ("#0a0b0c", Color::Rgb(10, 11, 12)),
        ("#FFffFF", Color::Rgb(255, 255, 255)),
    ] {
        assert_eq!(fg(written).unwrap(), Some(colour), "{written}");
    }
    for wrong in ["", "256", "-1", "+7", "#fff", "#12345g", "#+12345", "#1234567", "Red", "magnolia", "#ééé"] {
        assert!(fg(wrong).is_err(), "{wrong} was taken for a colour");
    }
}

#[test]
fn a_palette_names_colours() {
    let source = format!("{}\n[palette]\nink = \"#010203\"\n", with_ground("ground = { fg = \"ink\", bg = \"8\" }"));
    let theme = Theme::parse(&source).unwrap();
    assert_eq!(theme.ground, Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(8)));
}

#[test]
fn switches_become_modifiers() {
    let source = with_ground("ground = { bold = true, dim = true, italic = true, underline = true, reverse = true }");
    let all = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    assert_eq!(Theme::parse(&source).unwrap().ground, Style::new().add_modifier(all));
}

/// The error says this, and its caret stands under the first letter of `under` in the line it quotes.
fn assert_points(error: &str, line: usize, under: &str, says: &str) {
    assert!(error.contains(&format!("line {line}")), "not on line {line}:\n{error}");
    assert!(error.contains(says), "does not say {says:?}:\n{error}");
    let quoted = error.lines().find(|row| row.starts_with(&format!("{line} | "))).unwrap();
    let carets = error.lines().find(|row| row.trim_start_matches([' ', '|']).starts_with('^')).unwrap();
    assert_eq!(carets.find('^'), quoted.find(under), "the caret is not under {under:?}:\n{error}");
}

#[test]
fn a_wrong_theme_says_where() {
    for (ground, under, says) in [
        ("ground = { fg = \"magnolia\" }", "\"magnolia\"", "\"magnolia\" is not a colour"),
        ("ground = { fg = \"red\", bg = \"#12\" }", "\"#12\"", "\"#12\" is not a colour"),
        ("ground = { foreground = \"red\" }", "foreground", "unknown field `foreground`"),
        ("ground = { bold = \"yes\" }", "\"yes\"", "expected a boolean"),
    ] {
        let source = with_ground(ground);
        let line = source.lines().position(|line| line == ground).unwrap() + 1;
        assert_points(&Theme::parse(&source).unwrap_err().to_string(), line, under, says);
    }
}

#[test]
fn a_theme_names_every_part_and_no_other() {
    let missing = Theme::parse(&with_ground("")).unwrap_err().to_string();
    assert!(missing.contains("missing field `ground`"), "{missing}");
    let source = format!("{}sparkle = {{}}\n", with_ground("ground = {}"));
    let line = source.lines().count();
    assert_points(&Theme::parse(&source).unwrap_err().to_string(), line, "sparkle", "unknown field `sparkle`");
}

fn read(text: &str, others: &[(&str, &str)]) -> Result<Theme, String> {
    let source = |name: &str, text: &str| Source { file: format!("{name}.toml"), text: text.to_owned() };
    let others = |name: &str| others.iter().find(|(known, _)| *known == name).map(|(name, text)| source(name, text));
    Theme::read(source("mine", text), others).map_err(|error| error.to_string())
}

#[test]
fn a_theme_inherits_what_it_does_not_say() {
    let dark = theme("dark");
    assert_eq!(read("inherits = \"dark\"", &[]), Ok(dark.clone()));
    let mine = read("inherits = \"dark\"\n[accent]\nfg = \"red\"\nitalic = true\n[strong]\nbold = false", &[]).unwrap();
    assert_eq!(mine.accent, dark.accent.fg(Color::Red).add_modifier(Modifier::ITALIC));
    assert_eq!(mine.strong, Style { add_modifier: Modifier::empty(), ..dark.strong });
    assert_eq!(Theme { accent: dark.accent, strong: dark.strong, ..mine }, dark);
    // A colour of the palette is another one wherever the inherited theme names it.
    let night = "inherits = \"dark\"\n[palette]\npaper = \"#000000\"";
    let of_night = read("inherits = \"night\"\n[dim]\nfg = \"paper\"", &[("night", night)]).unwrap();
    for (part, style) in parts(&of_night).iter().filter(|(part, _)| *part != "hit") {
        assert_eq!(style.bg, Some(Color::Rgb(0, 0, 0)), "{part}");
    }
    assert_eq!(of_night.dim.fg, Some(Color::Rgb(0, 0, 0)));
}

#[test]
fn a_wrong_inheritance_says_file_line_and_place() {
    let night = |theme: &'static str| [("night", theme)];
    for (text, others, message) in [
        (
            "inherits = \"neon\"",
            night(""),
            "mine.toml is not right: line 1, column 12: there is no theme \"neon\" to inherit\n  |\n\
             1 | inherits = \"neon\"\n  |            ^^^^^^",
        ),
        (
            "inherits = \"night\"",
            night("\ninherits = \"night\""),
            "night.toml is not right: line 2, column 12: \"night\" inherits this theme itself\n  |\n\
             2 | inherits = \"night\"\n  |            ^^^^^^^",
        ),
        (
            "inherits = \"night\"",
            night("inherits = \"dark\"\n[palette]\nink = \"inkish\""),
            "night.toml is not right: line 3, column 7: \"inkish\" is not a colour\n  |\n\
             3 | ink = \"inkish\"\n  |       ^^^^^^^^",
        ),
        (
            "inherits = \"night\"\naccent = { fg = \"inkk\" }",
            night("inherits = \"dark\""),
            "mine.toml is not right: line 2, column 17: \"inkk\" is not a colour\n  |\n\
             2 | accent = { fg = \"inkk\" }\n  |                 ^^^^^^",
        ),
    ] {
        assert_eq!(read(text, &others), Err(message.to_owned()));
    }
    // Round a corner, and without an end.
    let round = [("one", "inherits = \"two\""), ("two", "inherits = \"one\"")];
    assert!(read("inherits = \"one\"", &round).unwrap_err().contains("\"one\" inherits this theme itself"));
    let texts: Vec<(String, String)> =
        (0..20).map(|at| (format!("t{at}"), format!("inherits = \"t{}\"", at + 1))).collect();
    let long: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(read("inherits = \"t0\"", &long).unwrap_err().contains("no more are followed"));
}
