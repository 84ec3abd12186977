//! What the class, id and test names of elements say: words in several languages, in groups.

use std::collections::HashMap;
use std::sync::LazyLock;

use scraper::node::Element;

use super::decode;

/// A set of word groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Groups(u32);

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Groups {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

groups! {
    /// The story.
    STORY = 0;
    /// Other stories.
    RELATED = 1;
    /// Beside the story.
    SIDE = 2;
    /// Ways to other pages.
    NAV = 3;
    /// Share bars, follow buttons.
    SOCIAL = 4;
    /// Newsletters, subscriptions.
    SIGNUP = 5;
    /// Adverts.
    ADVERT = 6;
    /// Captions and credits.
    CAPTION = 7;
    /// Bylines, biographies.
    AUTHOR = 8;
    /// Topics.
    TAGS = 9;
    /// Consent.
    COOKIE = 10;
    /// The standfirst.
    DEK = 11;
    /// Not for the eye.
    HIDDEN = 12;
    /// Readers' comments.
    COMMENTS = 13;
    /// The end of a page.
    FOOTER = 14;
    /// Dates and counts.
    META = 15;
    /// Things out of a browser.
    EMBED = 16;
    /// A sentence of the story, repeated large.
    PULLQUOTE = 17;
    /// A player's controls, the transcript's label.
    PLAYER = 18;
}

impl Groups {
    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when any group of `other` is in this set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// How many groups there are.
    pub const COUNT: usize = 19;

    /// For each group whether it is in this set.
    pub fn flags(self) -> [bool; Self::COUNT] {
        std::array::from_fn(|bit| self.0 >> bit & 1 == 1)
    }

    /// Groups whose elements are not the story, wherever they stand.
    pub const FURNITURE: Self = Self(
        Self::RELATED.0
            | Self::SIDE.0
            | Self::NAV.0
            | Self::SOCIAL.0
            | Self::SIGNUP.0
            | Self::ADVERT.0
            | Self::AUTHOR.0
            | Self::TAGS.0
            | Self::COOKIE.0
            | Self::HIDDEN.0
            | Self::COMMENTS.0
            | Self::FOOTER.0
            | Self::META.0
            | Self::PULLQUOTE.0
            | Self::PLAYER.0,
    );
}

const WORDS: &[(Groups, &str)] = &[
    (
        Groups::STORY,
        "article story body content entry post text main articlebody storybody articletext bodytext artikel contenu cuerpo inhalt noticia",
    ),
    (
        Groups::RELATED,
        "related relatedcontent recommended recommendation recommendations recirc recirculation teaser teasers trending popular mostread mostpopular \
         readmore readnext upnext morefrom morestories latest relatedstories relatedarticles relatedposts similar promo promos promotion \
         suggested suggestions outbrain taboola zergnet card cards storycard verwandte weiterlesen relacionadas relacionados apparente aanbevolen \
         onward carousel gallery galleries slideshow slider swiper linklist seealso alsoread inlinelink interstitial collection jp-relatedposts yarpp ranking nextarticle nextpost",
    ),
    (Groups::SIDE, "sidebar rail rightrail side seitenleiste widget widgets aside infobox factbox factboxes siderail"),
    (
        Groups::NAV,
        "nav navigation navbar menu breadcrumb breadcrumbs pagination pager paging toc tableofcontents skip skiplink masthead topbar megamenu submenu prevnext postnav sitemap",
    ),
    (
        Groups::SOCIAL,
        "share shares sharing sharebar sharebuttons social socials socialshare sharedaddy addthis addtoany sharethis follow followus bookmark print printfriendly \
         sharetools socialmedia teilen compartir partager",
    ),
    (
        Groups::SIGNUP,
        "newsletter newsletters subscribe subscription subscriptions signup sign-up paywall regwall piano offer optin mailchimp membership donate \
         donation cta abo abonnement inscription suscripcion login signin register contribute support",
    ),
    (
        Groups::ADVERT,
        "ad ads adv advert adverts advertisement advertising adslot adunit adsense dfp gpt sponsor sponsored sponsors anzeige werbung publicite \
         publicidad advertentie commercial adbox adcontainer adwrapper affiliate shopping",
    ),
    (
        Groups::CAPTION,
        "caption captions wpcaption credit credits figcaption photocredit bildunterschrift legende imagecaption",
    ),
    (
        Groups::AUTHOR,
        "author authors byline bylines bio biography authorbio contributor contributors autor auteur autoren authorbox aboutauthor writer profile",
    ),
    (Groups::TAGS, "tag tags taglist topics keywords topic schlagworte labels hashtags tagcloud categories"),
    (Groups::COOKIE, "cookie cookies consent gdpr cmp onetrust didomi usercentrics"),
    (
        Groups::DEK,
        "dek deck standfirst subtitle subheadline subhead lede lead chapo teasertext abstract summary excerpt intro introduction sapo entradilla strapline description",
    ),
    (
        Groups::HIDDEN,
        "hidden hide sr-only sronly visuallyhidden screenreader noprint offscreen modal popup overlay lightbox tooltip",
    ),
    (
        Groups::COMMENTS,
        "comment comments commenting disqus respond replies reply kommentar kommentare comentarios commentaires reacties discussion livefyre coral commentlist wpdiscuz wpd",
    ),
    (Groups::FOOTER, "footer footnote copyright legal disclaimer colophon imprint correction terms"),
    (
        Groups::META,
        "meta metadata timestamp date datetime dateline published pubdate readtime readingtime time views rating ratings toolbar tools actions utility",
    ),
    (Groups::EMBED, "embed tweet twitter instagram youtube facebook tiktok iframe"),
    (Groups::PULLQUOTE, "pullquote pull-quote pullquotes"),
    (
        Groups::PLAYER,
        "player video-player audio-player listen texttospeech tts audioplayer videoplayer jwplayer readspeaker",
    ),
];

static LOOKUP: LazyLock<HashMap<&'static str, Groups>> = LazyLock::new(|| {
    let mut lookup: HashMap<&str, Groups> = HashMap::new();
    for (group, words) in WORDS {
        for word in words.split_whitespace() {
            let known = lookup.entry(word).or_default();
            *known = known.with(*group);
        }
    }
    lookup
});

/// True for an attribute in which publishers say what an element is for.
fn is_name(attribute: &str) -> bool {
    matches!(
        attribute,
        "class"
            | "id"
            | "role"
            | "data-test-ui"
            | "data-testid"
            | "data-test"
            | "data-component"
            | "data-module"
            | "data-component-name"
            | "data-type"
            | "itemprop"
            | "data-qa"
    )
}

/// Bytes of one attribute that are read.
const NAME_AT_MOST: usize = 400;

/// Reads the names of a page's elements, each once: pages repeat the same few hundred thousands of times.
#[derive(Default)]
pub struct Reader<'a> {
    values: HashMap<&'a str, Groups>,
    tokens: HashMap<&'a str, Groups>,
}

impl<'a> Reader<'a> {
    /// The groups that an element's own names belong to.
    pub fn groups(&mut self, element: &'a Element) -> Groups {
        let mut found = Groups::default();
        for (name, value) in element.attrs() {
            if is_name(name) {
                found = found.with(self.value(decode::head(value, NAME_AT_MOST)));
            }
        }
        found
    }

    fn value(&mut self, value: &'a str) -> Groups {
        if let Some(known) = self.values.get(value) {
            return *known;
        }
        let tokens = &mut self.tokens;
        let groups = value.split_ascii_whitespace().fold(Groups::default(), |found, token| {
            found.with(*tokens.entry(token).or_insert_with(|| token_groups(token)))
        });
        self.values.insert(value, groups);
        groups
    }
}

/// `articleBody__related-links`: the whole token, each word of it, and each two neighbours.
fn token_groups(token: &str) -> Groups {
    // Utility frameworks: `lg:hidden`, `[&_p]:m-0` say how, not what.
    let how = ["has-", "is-", "no-", "with-", "js-", "elementor", "wp-singular", "vc_"]
        .iter()
        .any(|lead| token.starts_with(lead));
    if how || token.len() > 80 || token.contains([':', '[', '(', '=']) {
        return Groups::default();
    }
    let mut found = Groups::default();
    let mut before = String::new();
    for word in words(token) {
        let word = word.to_ascii_lowercase();
        found = found.with(lookup(&word));
        if !before.is_empty() {
            before.push_str(&word);
            found = found.with(lookup(&before));
        }
        before = word;
    }
    found
}

fn lookup(word: &str) -> Groups {
    LOOKUP.get(word).copied().unwrap_or_default()
}

/// Splits at everything that is no letter, and at humps.
fn words(token: &str) -> impl Iterator<Item = &str> {
    token.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty()).flat_map(|part| {
        let bytes = part.as_bytes();
        let mut cuts = vec![0];
        cuts.extend((1..bytes.len()).filter(|&at| {
            let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
            upper(at) && !upper(at - 1)
        }));
        cuts.push(bytes.len());
        cuts.windows(2).filter_map(|cut| part.get(*cut.first()?..*cut.last()?)).collect::<Vec<_>>()
    })
}

/// True for an element named after the credit of a picture, not its caption.
pub fn is_credit(element: Option<&Element>) -> bool {
    let Some(element) = element else { return false };
    element.attrs().filter(|(name, _)| is_name(name)).any(|(_, value)| {
        let value = value.to_ascii_lowercase();
        value.contains("credit")
            || value.contains("copyright")
            || value.contains("photographer")
            || value.contains("source")
    })
}
