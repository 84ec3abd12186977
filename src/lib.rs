//! dateline

pub mod article;
pub mod cache;
pub mod catalogue;
pub mod extract;
pub mod feed;
pub mod fetch;
pub mod library;
pub mod marks;
pub mod news;
pub mod sample;
pub mod text;
pub mod trouble;
