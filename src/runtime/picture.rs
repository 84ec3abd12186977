//! Pictures: how large one is, and one fetched and made ready. Nothing of them is kept.

use std::sync::Arc;

use chrono::Utc;
use tokio::sync::mpsc::UnboundedSender;

use crate::app::Msg;
use crate::app::picture::{PictureAnswer, PictureNews, PictureWish};
use crate::fetch::{Answer, Validators, Want};
use crate::picture::{Unshown, draw};
use crate::trouble::{Trouble, TroubleKind};

use super::Desk;
use super::ask::off_screen;
use super::manners;

/// Answers a wish; nothing for one that asks for nothing.
pub(super) async fn answer(desk: Arc<Desk>, answers: UnboundedSender<Msg>, wish: PictureWish) {
    let (url, news) = match wish {
        PictureWish::Forget => return,
        PictureWish::Weigh { url } => {
            let weight = weigh(&desk, &url).await;
            (url, weight.map_or_else(|trouble| failed(&trouble), PictureNews::Weight))
        }
        PictureWish::Load { url, way, room, cell } => {
            let news = match fetch(&desk, &url).await {
                Err(trouble) => failed(&trouble),
                Ok(bytes) => {
                    let drawn = off_screen(move || draw(&bytes, way, room, cell)).await;
                    // A picture that breaks its reader is one that can't be read.
                    drawn.unwrap_or(Err(Unshown::Unread)).map_or_else(|why| failed(&why), PictureNews::Drawn)
                }
            };
            (url, news)
        }
    };
    let _ = answers.send(PictureAnswer { url, news }.into());
}

fn failed(why: &impl ToString) -> PictureNews {
    PictureNews::Failed(format!("{}.", why.to_string()))
}

/// How many bytes it has, if its server says so. Many refuse the question and answer the request all the same.
async fn weigh(desk: &Arc<Desk>, url: &str) -> Result<Option<u64>, Trouble> {
    match desk.fetcher.weigh(url, Want::Picture, Utc::now()).await {
        Err(Trouble { kind: TroubleKind::Blocked(_) | TroubleKind::Status(_), .. }) => Ok(None),
        told => told,
    }
}

async fn fetch(desk: &Arc<Desk>, url: &str) -> Result<Vec<u8>, Trouble> {
    match manners::get(desk, url, Want::Picture, &Validators::default(), Utc::now()).await? {
        Answer::Body { bytes, .. } => Ok(bytes),
        Answer::NotModified { .. } => Err(Trouble::at(TroubleKind::NotAPicture, url)),
    }
}
