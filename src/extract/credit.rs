//! A caption and who made the picture: "… on Wednesday. Photo / NZ Herald".

/// Words that begin a credit, lower case.
const LEADS: [&str; 61] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "photographer",
    "picture",
    "pictures",
    "pic",
    "pics",
    "image",
    "images",
    "video",
    "credit",
    "credits",
    "illustration",
    "illustrations",
    "graphic",
    "composite",
    "file",
    "file photo",
    "file picture",
    "source",
    "photo credit",
    "image credit",
    "picture credit",
    "photo illustration",
    "foto",
    "fotos",
    "fotografie",
    "archivfoto",
    "symbolfoto",
    "symbolbild",
    "bild",
    "bilder",
    "bildquelle",
    "quelle",
    "grafik",
    "imagen",
    "imágenes",
    "fotografía",
    "fuente",
    "crédit",
    "crédits",
    "crédit photo",
    "crédits photo",
    "photo d'illustration",
    "photo d’illustration",
    "beeld",
    "arkivfoto",
    "illustrasjon",
    "illustrasjonsfoto",
    "kuva",
    "fot",
    "фото",
    "写真",
    "写真提供",
    "撮影",
    "提供",
    "사진",
    "图片",
];
/// Agencies and houses that stand alone as a credit.
const HOUSES: [&str; 21] = [
    "getty images",
    "getty",
    "reuters",
    "afp",
    "ap",
    "ap photo",
    "epa",
    "alamy",
    "shutterstock",
    "istock",
    "imago",
    "imago images",
    "picture alliance",
    "dpa",
    "keystone",
    "ntb",
    "anp",
    "afp via getty images",
    "bloomberg",
    "共同",
    "時事",
];
/// Marks between what a credit begins with and the name.
const SEAMS: [char; 6] = ['/', ':', '：', '／', '=', '＝'];
/// Marks that end what stands before a credit.
const ENDS: [char; 16] = ['＝', '.', '!', '?', '…', '”', '"', '»', '。', '」', '|', '(', ')', '（', '）', '['];
/// Characters of a credit.
const CREDIT_AT_MOST: usize = 90;

/// The words of the caption, and the credit at its end if there is one.
pub fn split(caption: &str) -> (&str, Option<String>) {
    let caption = caption.trim();
    if is_house(caption) {
        return ("", named(caption));
    }
    let seams = |c: char| SEAMS.contains(&c) || matches!(c, '(' | '[' | '（' | '|' | '©');
    for (at, seam) in caption.rmatch_indices(seams) {
        let (head, tail) = (caption.get(..at).unwrap_or_default(), caption.get(at + seam.len()..).unwrap_or_default());
        if tail.chars().count() > CREDIT_AT_MOST {
            break;
        }
        match seam {
            "©" => return (words(head), named(tail)),
            "(" | "[" | "（" => {
                let inside = tail.trim_end_matches(['.', '。', ' ']).trim_end_matches([')', ']', '）']);
                if begins(inside) || is_house(inside.rsplit('/').next().unwrap_or_default()) {
                    return (words(head), named(&without_lead(inside)));
                }
            }
            "|" => {}
            _ => {
                if let Some(lead) = lead(head) {
                    let kept = head.get(..head.len() - lead.len()).unwrap_or_default();
                    // Whose photo it is says the house: "AP Photo/Jane Doe".
                    let by = if is_house(lead) { format!("{}{seam}{tail}", lead.trim()) } else { tail.to_owned() };
                    return (words(kept), named(&by));
                }
            }
        }
    }
    last_sentence(caption).unwrap_or((caption, None))
}

/// What stands before a seam, if it is the start of a credit: the last sentence, or a capitalised word at its end.
fn lead(head: &str) -> Option<&str> {
    let sentence = head.rsplit(ENDS).next().unwrap_or_default();
    if is_lead(sentence) || is_house(sentence) {
        return Some(sentence);
    }
    let mut from = sentence.trim_end().rmatch_indices(' ').map(|(at, _)| at + 1);
    [from.next(), from.next()].into_iter().flatten().rev().filter_map(|at| sentence.get(at..)).find(|lead| {
        let capital = lead.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        capital && is_lead(lead)
    })
}

/// A credit that is the last sentence: "Photo by Jane Doe", "Jane Doe/Reuters", "Getty Images".
fn last_sentence(caption: &str) -> Option<(&str, Option<String>)> {
    let bare = caption.trim_end_matches(['.', ' ']);
    let cut = bare
        .rfind(['.', '|', '!', '?', '”', '。'])
        .map_or(0, |at| at + bare.get(at..).and_then(|end| end.chars().next()).map_or(1, char::len_utf8));
    let (head, tail) = bare.split_at(cut);
    let by = tail.to_lowercase();
    let by_someone = by.trim().split_once(" by ").is_some_and(|(lead, _)| is_lead(lead));
    let house = tail.rsplit(['/', '／']).next().is_some_and(is_house)
        || (cut > 0 && HOUSES.iter().any(|house| by.trim().starts_with(house)));
    let fits = tail.chars().count() <= if by_someone { CREDIT_AT_MOST } else { 60 };
    (fits && (by_someone || house)).then(|| (words(head), named(&without_lead(tail))))
}

/// True for "Photo", "(Foto:" and the like, with nothing after them.
pub fn is_lead(words: &str) -> bool {
    let bare = words.trim_matches(|c: char| c.is_whitespace() || SEAMS.contains(&c) || matches!(c, '(' | '['));
    LEADS.contains(&bare.to_lowercase().as_str())
}

fn is_house(words: &str) -> bool {
    HOUSES.contains(&words.trim().to_lowercase().as_str())
}

/// True for a credit in brackets.
fn begins(inside: &str) -> bool {
    let first = inside.split(SEAMS).next().unwrap_or_default();
    let by = inside.to_lowercase();
    is_lead(first) || is_house(first) || by.split_once(" by ").is_some_and(|(lead, _)| is_lead(lead))
}

/// A credit without "Photo:", "Credit /" and the like.
pub fn without_lead(credit: &str) -> String {
    let credit = credit.trim();
    if let Some((lead, name)) = credit.split_once(SEAMS)
        && is_lead(lead)
    {
        return without_lead(name);
    }
    if let Some((lead, name)) = credit.split_once(" by ")
        && is_lead(lead)
    {
        return name.trim().to_owned();
    }
    credit.trim_start_matches(['©', ' ']).trim_end_matches(['/', ' ']).to_owned()
}

fn words(head: &str) -> &str {
    head.trim().trim_end_matches(['|', '(', '[', '（', '＝', '-', '–', '—']).trim_end()
}

fn named(tail: &str) -> Option<String> {
    let name = without_lead(tail.trim().trim_end_matches([')', ']', '）', '.', ' ']));
    (!name.is_empty() && name.chars().any(char::is_alphabetic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credit_comes_off_the_end_of_a_caption() {
        for (caption, words, credit) in [
            ("The quay on Monday. Photo / Lorne Herald", "The quay on Monday.", Some("Lorne Herald")),
            ("The quay on Monday. Photo: Sefa Aumua", "The quay on Monday.", Some("Sefa Aumua")),
            ("The quay on Monday Photo: Sefa Aumua", "The quay on Monday", Some("Sefa Aumua")),
            ("The quay on Monday. Photograph: Sefa Aumua/Getty", "The quay on Monday.", Some("Sefa Aumua/Getty")),
            ("The quay on Monday (Photo: Sefa Aumua)", "The quay on Monday", Some("Sefa Aumua")),
            ("The quay on Monday. (AP Photo/Sefa Aumua)", "The quay on Monday.", Some("AP Photo/Sefa Aumua")),
            ("The quay on Monday. AP Photo/Sefa Aumua", "The quay on Monday.", Some("AP Photo/Sefa Aumua")),
            ("The quay on Monday. © Sefa Aumua", "The quay on Monday.", Some("Sefa Aumua")),
            ("The quay on Monday. Getty Images", "The quay on Monday.", Some("Getty Images")),
            ("The quay on Monday. Sefa Aumua/Reuters", "The quay on Monday.", Some("Sefa Aumua/Reuters")),
            ("The quay on Monday [Sefa Aumua/Reuters]", "The quay on Monday", Some("Sefa Aumua/Reuters")),
            ("The quay on Monday. Photo by Sefa Aumua.", "The quay on Monday.", Some("Sefa Aumua")),
            ("Der Kai am Montag. Foto: dpa", "Der Kai am Montag.", Some("dpa")),
            ("Le quai lundi. Crédit photo : Sefa Aumua", "Le quai lundi.", Some("Sefa Aumua")),
            ("El muelle el lunes. | Foto: Sefa Aumua", "El muelle el lunes.", Some("Sefa Aumua")),
            ("月曜日の埠頭＝写真：大島直子", "月曜日の埠頭", Some("大島直子")),
            ("月曜日の埠頭（写真：大島直子）", "月曜日の埠頭", Some("大島直子")),
            ("Photo / Supplied", "", Some("Supplied")),
            ("Getty Images", "", Some("Getty Images")),
            ("The score was 3/4: a surprise", "The score was 3/4: a surprise", None),
            ("A photo of the quay", "A photo of the quay", None),
            ("The quay (left) and the bar", "The quay (left) and the bar", None),
            ("A drawing made by Sefa Aumua", "A drawing made by Sefa Aumua", None),
            ("What the photo: a film shows", "What the photo: a film shows", None),
        ] {
            assert_eq!(split(caption), (words, credit.map(str::to_owned)), "{caption}");
        }
    }
}
