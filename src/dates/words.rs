//! The words of dates: months in many languages, zones by name.

/// The names of the months, in the case that stands in dates, with short forms that don't begin them.
const MONTHS: [&str; 12] = [
    "january januar januari janvier enero gennaio janeiro jänner jaenner stycznia styczeń leden ledna január \
     januára января январь січня ocak tammikuu tammikuuta ianuarie ιανουαρίου sausio janvāris",
    "february februar februari février fevrier febrero febbraio fevereiro feber lutego luty února únor \
     február februára февраля февраль лютого şubat helmikuu helmikuuta februarie φεβρουαρίου vasario \
     februāris",
    "march märz maerz mrz mars marzo março marco maart marts marca marzec března březen március март марта \
     березня mart maaliskuu maaliskuuta martie μαρτίου kovo",
    "april avril abril aprile kwietnia kwiecień dubna duben április апреля апрель квітня nisan huhtikuu \
     huhtikuuta aprilie απριλίου balandžio aprīlis",
    "may mai mayo maggio maio mei maj maja května květen május мая май травня mayıs toukokuu toukokuuta μαΐου \
     gegužės maijs",
    "june juni juin junio giugno junho czerwca czerwiec června červen június июня июнь червня haziran kesäkuu \
     kesäkuuta iunie ιουνίου birželio jūnijs",
    "july juli juillet julio luglio julho lipca lipiec července červenec július июля июль липня temmuz \
     heinäkuu heinäkuuta iulie ιουλίου liepos jūlijs",
    "august août aout agosto augustus augusti sierpnia sierpień srpna srpen augusztus августа август серпня \
     ağustos elokuu elokuuta αυγούστου rugpjūčio augusts",
    "september septembre septiembre setiembre settembre setembro września wrzesień září szeptember septembra \
     сентября сентябрь вересня eylül syyskuu syyskuuta septembrie σεπτεμβρίου rugsėjo septembris",
    "october oktober octobre octubre ottobre outubro października październik října říjen október октября \
     октябрь жовтня ekim lokakuu lokakuuta octombrie οκτωβρίου spalio oktobris",
    "november novembre noviembre novembro listopada listopad listopadu november ноября ноябрь kasım marraskuu \
     marraskuuta noiembrie νοεμβρίου lapkričio novembris",
    "december dezember décembre decembre diciembre dicembre dezembro desember grudnia grudzień prosince \
     prosinec decembra декабря декабрь грудня aralık joulukuu joulukuuta decembrie δεκεμβρίου gruodžio \
     decembris",
];
/// Letters of a name's short form.
const SHORT: usize = 3;

/// The month that a word names, whole or by its first three letters or more.
pub(super) fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.chars().count() < SHORT {
        return None;
    }
    // A whole name first: "mart" is March, and not the beginning of another month's.
    let find = |fits: &dyn Fn(&str) -> bool| MONTHS.iter().position(|names| names.split(' ').any(fits));
    let month = find(&|name| name == word).or_else(|| find(&|name| name.starts_with(&word)))?;
    u32::try_from(month + 1).ok()
}

/// Minutes east of UTC.
pub(super) fn offset(zone: &str) -> Option<i32> {
    let zone = zone.trim_matches(['(', ')']);
    let zone = zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).filter(|z| !z.is_empty()).unwrap_or(zone);
    if let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
        let number: i32 = digits.parse().ok()?;
        let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
        return Some(if sign == '-' { -minutes } else { minutes });
    }
    // Names that mean several zones are read as the one that news in English means by them.
    let minutes = match zone.to_ascii_uppercase().as_str() {
        "NZDT" => 13 * 60,
        "NZST" | "NZT" => 12 * 60,
        "AEDT" => 11 * 60,
        "ACDT" => 10 * 60 + 30,
        "AEST" => 10 * 60,
        "ACST" => 9 * 60 + 30,
        "JST" | "KST" => 9 * 60,
        "AWST" | "SGT" | "HKT" | "PHT" => 8 * 60,
        "WIB" | "ICT" => 7 * 60,
        "IST" => 5 * 60 + 30,
        "PKT" => 5 * 60,
        "MSK" | "EAT" | "EEST" | "IDT" => 3 * 60,
        "CEST" | "MESZ" | "MEST" | "EET" | "SAST" => 2 * 60,
        "BST" | "CET" | "MET" | "MEZ" | "WAT" | "WEST" => 60,
        "NDT" => -(2 * 60 + 30),
        "BRT" | "ART" | "ADT" => -3 * 60,
        "NST" => -(3 * 60 + 30),
        "AST" | "EDT" | "AT" => -4 * 60,
        "EST" | "CDT" | "ET" => -5 * 60,
        "CST" | "MDT" | "CT" => -6 * 60,
        "MST" | "PDT" | "MT" => -7 * 60,
        "PST" | "AKDT" | "PT" => -8 * 60,
        "AKST" => -9 * 60,
        "HST" => -10 * 60,
        "UTC" | "GMT" | "UT" | "Z" | "ETC/GMT" | "ETC/UTC" => 0,
        _ => return None,
    };
    Some(minutes)
}
