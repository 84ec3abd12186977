//! Marks that publishers set beside a headline: "Opinion", "Live", "Sponsored", "Premium", and the kicker.

use super::access::Access;
use super::dom::{At, Dom, Tag};
use super::facts::Facts;
use crate::news::Label;
use crate::text;

/// Nodes on either side of the headline in which its marks stand.
const NEAR: usize = 40;
/// Words of a kicker.
const KICKER_AT_MOST: usize = 6;

/// Lines that are a mark, in small letters.
const MARKS: [(Label, &[&str]); 4] = [
    (
        Label::Opinion,
        &[
            "opinion",
            "opinions",
            "comment",
            "commentary",
            "editorial",
            "column",
            "columnist",
            "viewpoint",
            "op-ed",
            "letter to the editor",
            "kommentar",
            "meinung",
            "leitartikel",
            "kolumne",
            "gastkommentar",
            "gastbeitrag",
            "glosse",
            "standpunkt",
            "opinión",
            "columna",
            "tribuna",
            "tribune",
            "éditorial",
            "chronique",
            "opinione",
            "editoriale",
            "opinie",
            "commentaar",
            "column door",
            "ledare",
            "debatt",
            "kronikk",
            "leder",
            "kommentaari",
            "opinia",
            "komentarz",
            "felieton",
            "мнение",
            "колонка",
            "社説",
            "オピニオン",
            "コラム",
            "사설",
            "칼럼",
            "오피니언",
            "社论",
            "评论",
        ],
    ),
    (
        Label::Sponsored,
        &[
            "sponsored",
            "sponsored content",
            "sponsored post",
            "sponsored story",
            "paid content",
            "paid post",
            "paid partnership",
            "partner content",
            "branded content",
            "brand content",
            "advertorial",
            "advertisement feature",
            "advertiser content",
            "promoted content",
            "presented by our partner",
            "anzeige",
            "sponsored by",
            "werbung",
            "bezahlter inhalt",
            "publireportage",
            "paid post anzeige",
            "contenu sponsorisé",
            "contenu partenaire",
            "publi-rédactionnel",
            "publirédactionnel",
            "contenido patrocinado",
            "patrocinado",
            "publirreportaje",
            "conteúdo patrocinado",
            "contenuto sponsorizzato",
            "gesponsord",
            "branded content",
            "annonsørinnhold",
            "annons",
            "annonce",
            "artykuł sponsorowany",
            "реклама",
            "партнерский материал",
            "広告",
            "提供",
            "スポンサード",
        ],
    ),
    (
        Label::Live,
        &[
            "live",
            "live blog",
            "liveblog",
            "live updates",
            "live ticker",
            "liveticker",
            "live-ticker",
            "live-blog",
            "newsblog",
            "im liveblog",
            "en direct",
            "direct",
            "en vivo",
            "en directo",
            "directo",
            "ao vivo",
            "in diretta",
            "diretta",
            "direkte",
            "direkt",
            "na żywo",
            "онлайн",
        ],
    ),
    (
        Label::Premium,
        &[
            "premium",
            "subscriber only",
            "subscribers only",
            "subscriber exclusive",
            "for subscribers",
            "members only",
            "exclusive to subscribers",
            "réservé aux abonnés",
            "abonnés",
            "article réservé aux abonnés",
            "nur für abonnenten",
            "exklusiv für abonnenten",
            "exclusivo suscriptores",
            "solo suscriptores",
            "sólo suscriptores",
            "para suscriptores",
            "alleen voor abonnees",
            "for abonnenter",
            "abonnement",
            "会員限定",
            "有料会員限定",
            "有料記事",
        ],
    ),
];
/// Words that also stand above adverts: a mark of the story only as its own kicker.
const OF_ADVERTS: [&str; 8] = ["anzeige", "werbung", "annons", "annonce", "реклама", "広告", "提供", "abonnement"];
/// Parts of the names that elements with a kicker have.
const KICKERS: [&str; 15] = [
    "kicker",
    "eyebrow",
    "overline",
    "topline",
    "dachzeile",
    "spitzmarke",
    "rubric",
    "rubrik",
    "antetitulo",
    "occhiello",
    "surtitre",
    "chapeau-label",
    "toptitle",
    "supertitle",
    "cintillo",
];
/// Beginnings of words that say that a story was changed.
const UPDATED: [&str; 17] = [
    "updat",
    "aktualisier",
    "modif",
    "mis à jour",
    "mise à jour",
    "actualiz",
    "atualiz",
    "aggiornat",
    "bijgewerkt",
    "opdater",
    "oppdater",
    "uppdater",
    "zuletzt",
    "last revis",
    "zmodyfikow",
    "обновлен",
    "更新",
];

/// True for a line that says that a story was changed.
pub fn says_updated(line: &str) -> bool {
    let line = line.to_lowercase();
    UPDATED.iter().any(|word| line.contains(word))
}

/// The label that a whole line is.
pub fn label_of(line: &str) -> Option<Label> {
    let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    MARKS.iter().find(|(_, words)| words.contains(&line.as_str())).map(|(label, _)| *label)
}

/// Notes the marks near the headline. `is_ours` is false for what belongs to another part of the page.
pub fn read(dom: &Dom<'_>, headline: Option<At>, is_ours: impl Fn(At) -> bool, facts: &mut Facts) {
    let Some(headline) = headline else { return };
    let after = dom.item(headline).end;
    let near = headline.saturating_sub(NEAR)..(after + NEAR / 2).min(dom.len());
    let is_text = |at: &At| dom.tag(*at) == Tag::Text && !dom.item(*at).text.trim().is_empty();
    let nearest = [(0..headline).rev().take(NEAR).find(is_text), (after..near.end).find(is_text)];
    // A list is a menu or the names of topics; a mark stands alone.
    let listed = |at: At| dom.ancestors(at).take(6).any(|at| matches!(dom.tag(at), Tag::Li));
    for at in near.clone().filter(is_text) {
        let line = dom.item(at).text.trim();
        let Some(label) = label_of(line).filter(|_| is_ours(at) && !listed(at)) else { continue };
        let inside = dom.holds(headline, at);
        let kicker = inside || nearest.contains(&Some(at));
        let advert = OF_ADVERTS.contains(&line.to_lowercase().as_str());
        if inside && dom.words(headline, 1_000).trim() == line || (advert && !kicker) {
            continue;
        }
        if label == Label::Premium {
            facts.access = facts.access.or(Some(Access::Premium));
        } else {
            facts.label(label, true);
        }
    }
    facts.kicker = near.filter(|&at| is_kicker(dom, at) && is_ours(at)).find_map(|at| {
        let words = text::clean(&dom.words(at, 200));
        let fits = (1..=KICKER_AT_MOST).contains(&words.split_whitespace().count()) && words.chars().count() <= 60;
        let holds_headline = dom.holds(at, headline);
        (fits && !holds_headline).then(|| words.trim_end_matches([':', '|']).trim().to_owned())
    });
}

fn is_kicker(dom: &Dom<'_>, at: At) -> bool {
    dom.item(at).element.is_some_and(|element| {
        element.attrs().any(|(name, value)| {
            let value = value.to_ascii_lowercase();
            matches!(name, "class" | "data-testid" | "data-test-ui")
                && value.len() < 200
                && KICKERS.iter().any(|word| value.contains(word))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_whole_line() {
        for (line, label) in [
            ("Opinion", Some(Label::Opinion)),
            (" KOMMENTAR: ", Some(Label::Opinion)),
            ("Advertorial", Some(Label::Sponsored)),
            ("● LIVE", Some(Label::Live)),
            ("会員限定", Some(Label::Premium)),
            ("Live music returns", None),
            ("Analysis", None),
            ("", None),
        ] {
            assert_eq!(label_of(line), label, "{line}");
        }
    }

    #[test]
    fn a_change_is_told_in_many_languages() {
        assert!(says_updated("Last updated"));
        assert!(says_updated("Aktualisiert am 3. Mai 2024"));
        assert!(says_updated("Mis à jour le 3 mai 2024"));
        assert!(!says_updated("Published"));
    }
}
