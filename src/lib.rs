//! dateline

pub mod app;
pub mod article;
pub mod browse;
pub mod cache;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod extract;
pub mod feed;
pub mod fetch;
pub mod keymap;
pub mod library;
pub mod marks;
pub mod news;
pub mod page;
pub mod paint;
pub mod private;
pub mod run;
pub mod runtime;
pub mod sample;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod trouble;
pub mod ui;
