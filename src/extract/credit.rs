//! A caption and who made the picture: "… on Wednesday. Photo / NZ Herald".

/// Words that begin a credit, lower case.
const LEADS: [&str; 33] = [
    "photo",
    "photos",
    "photograph",
    "photography",
    "picture",
    "pictures",
    "pic",
    "image",
    "images",
    "video",
    "credit",
    "illustration",
    "graphic",
    "composite",
    "file",
    "file photo",
    "supplied",
    "source",
    "foto",
    "fotos",
    "bild",
    "quelle",
    "imagen",
    "crédit",
    "photo credit",
    "image credit",
    "picture credit",
    "photo by",
    "image by",
    "video by",
    "photograph by",
    "illustration by",
    "beeld",
];
/// Agencies and houses that stand alone as a credit.
const HOUSES: [&str; 14] = [
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
    "picture alliance",
    "dpa",
    "bloomberg",
];
/// Characters of a credit.
const CREDIT_AT_MOST: usize = 90;

/// The words of the caption, and the credit at its end if there is one.
pub fn split(caption: &str) -> (&str, Option<String>) {
    let caption = caption.trim();
    for (at, seam) in caption.rmatch_indices(['/', ':', '(', '[', '|', '©']) {
        let (head, tail) = (caption.get(..at).unwrap_or_default(), caption.get(at + seam.len()..).unwrap_or_default());
        if tail.chars().count() > CREDIT_AT_MOST {
            break;
        }
        if seam == "©" {
            return (words(head), named(tail));
        }
        if matches!(seam, "(" | "[") {
            let inside = tail.trim_end_matches(['.', ' ']).trim_end_matches([')', ']']);
            let first = inside.split([':', '/']).next().unwrap_or_default().trim().to_lowercase();
            if LEADS.contains(&first.as_str()) || HOUSES.contains(&first.as_str()) {
                return (words(head), named(&without_lead(inside)));
            }
            continue;
        }
        // The lead is the last word or two before the seam, at the start of a sentence.
        let lead = head.rsplit(['.', '!', '?', '”', '"', '|', '(']).next().unwrap_or_default();
        if LEADS.contains(&lead.trim().to_lowercase().as_str()) {
            return (words(head.strip_suffix(lead).unwrap_or_default()), named(tail));
        }
    }
    if let Some((head, tail)) = caption.rsplit_once(['.', '|'])
        && HOUSES.iter().any(|house| tail.trim().to_lowercase().starts_with(house))
        && tail.chars().count() <= 40
    {
        let end = caption.len() - tail.len();
        let _ = head;
        return (words(caption.get(..end).unwrap_or_default()), named(tail));
    }
    (caption, None)
}

/// A credit without "Photo:", "Credit /" and the like.
pub fn without_lead(credit: &str) -> String {
    let credit = credit.trim();
    for seam in [":", "/", " by "] {
        if let Some((lead, name)) = credit.split_once(seam)
            && LEADS.contains(&lead.trim().to_lowercase().as_str())
        {
            return name.trim().to_owned();
        }
    }
    credit.trim_start_matches(['©', ' ']).to_owned()
}

fn words(head: &str) -> &str {
    head.trim().trim_end_matches(['|', '(', '[', '-', '–']).trim_end()
}

fn named(tail: &str) -> Option<String> {
    let name = tail.trim().trim_end_matches([')', ']']).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credit_comes_off_the_end_of_a_caption() {
        for (caption, words, credit) in [
            ("The quay on Monday. Photo / Lorne Herald", "The quay on Monday.", Some("Lorne Herald")),
            ("The quay on Monday. Photo: Sefa Aumua", "The quay on Monday.", Some("Sefa Aumua")),
            ("The quay on Monday (Photo: Sefa Aumua)", "The quay on Monday", Some("Sefa Aumua")),
            ("The quay on Monday. © Sefa Aumua", "The quay on Monday.", Some("Sefa Aumua")),
            ("The quay on Monday. Getty Images", "The quay on Monday.", Some("Getty Images")),
            ("The quay on Monday [Sefa Aumua/Reuters]", "The quay on Monday [Sefa Aumua/Reuters]", None),
            ("Photo / Supplied", "", Some("Supplied")),
            ("The score was 3/4: a surprise", "The score was 3/4: a surprise", None),
            ("A photo of the quay", "A photo of the quay", None),
        ] {
            assert_eq!(split(caption), (words, credit.map(str::to_owned)), "{caption}");
        }
    }
}
