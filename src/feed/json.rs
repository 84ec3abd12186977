//! JSON Feed as it comes, made into one that `feed-rs` reads whole.

use serde_json::{Map, Value};

use crate::feed::ITEMS_AT_MOST;
use crate::feed::authors::without_addresses;

/// `None` for what is no JSON Feed.
///
/// `feed-rs` refuses the whole feed for an id that is a number (which the standard asks readers to accept) or a title
/// that is missing, and panics on some author names that hold an e-mail address.
pub(super) fn tidy(document: &str) -> Option<String> {
    let Value::Object(mut feed) = serde_json::from_str(document).ok()? else { return None };
    feed.entry("title").or_insert_with(|| Value::String(String::new()));
    strip_addresses(&mut feed);
    let items = feed.get_mut("items")?.as_array_mut()?;
    items.truncate(ITEMS_AT_MOST);
    items.retain(Value::is_object);
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        strip_addresses(item);
        if let Some(id) = item.get_mut("id").filter(|id| !id.is_string()) {
            *id = Value::String(id.to_string());
        }
    }
    serde_json::to_string(&feed).ok()
}

fn strip_addresses(holder: &mut Map<String, Value>) {
    let strip = |author: &mut Value| {
        if let Some(Value::String(name)) = author.get_mut("name") {
            *name = without_addresses(name);
        }
    };
    if let Some(author) = holder.get_mut("author") {
        strip(author);
    }
    holder.get_mut("authors").and_then(Value::as_array_mut).into_iter().flatten().for_each(strip);
}
