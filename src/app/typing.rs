//! Keys while something stands before the panes: the prompt (finding, searching, going to a section, choosing a link), the
//! menu of an address.

use crate::keymap::{Action, Code, Key};
use crate::marks::millis;
use crate::news::SectionId;

use super::find::{self, Find};
use super::overlay::{Menu, MenuDeed, Overlay, Prompt, PromptKind};
use super::reading::page_step;
use super::{Ask, Effect, Model, Pane, colon, picker};

impl Model {
    pub(super) fn ask(&mut self, kind: PromptKind) -> Vec<Effect> {
        let all = match kind {
            PromptKind::Section => picker::choices(&self.sections, &self.marks.sections, millis(self.now)),
            _ => Vec::new(),
        };
        self.overlay = Some(Overlay::Prompt(Prompt::new(kind, all)));
        Vec::new()
    }

    pub(super) fn prompt_key(&mut self, mut prompt: Prompt, key: Key) -> Vec<Effect> {
        match key.code {
            Code::Esc if prompt.kind != PromptKind::Link => {
                self.find = None;
                return Vec::new();
            }
            Code::Esc => {
                self.end_link_numbers();
                return Vec::new();
            }
            Code::Char('c') if key.ctrl => {
                self.end_link_numbers();
                return Vec::new();
            }
            Code::Enter => return self.accept(&prompt),
            Code::Up | Code::Down if prompt.kind == PromptKind::Search => {
                colon::recall(&self.searched, &mut prompt, key.code == Code::Up);
                self.overlay = Some(Overlay::Prompt(prompt));
                return Vec::new();
            }
            _ if prompt.kind == PromptKind::Command && self.colon_key(&mut prompt, key) => {
                self.overlay = Some(Overlay::Prompt(prompt));
                return Vec::new();
            }
            _ if self.keymap.action(key) == Some(Action::Suspend) && key.ctrl => {
                self.overlay = Some(Overlay::Prompt(prompt));
                return vec![Effect::Suspend];
            }
            Code::Backspace if prompt.input.is_empty() => {
                self.end_link_numbers();
                return Vec::new();
            }
            _ => {}
        }
        let is_digit = matches!(key.code, Code::Char('0'..='9'));
        if prompt.kind == PromptKind::Link && !is_digit && self.scrolls(key) {
            self.overlay = Some(Overlay::Prompt(prompt));
            return Vec::new();
        }
        prompt.edit(key);
        if prompt.kind == PromptKind::Link && is_digit {
            return self.link_prompt(prompt);
        }
        self.overlay = Some(Overlay::Prompt(prompt));
        self.look_live();
        Vec::new()
    }

    fn accept(&mut self, prompt: &Prompt) -> Vec<Effect> {
        let typed = prompt.input.trim();
        match prompt.kind {
            PromptKind::Find => {
                self.miss();
                Vec::new()
            }
            PromptKind::Search if typed.is_empty() => Vec::new(),
            PromptKind::Search => self.search(typed),
            PromptKind::Section => {
                let Some(choice) = prompt.chosen() else {
                    self.notice = Some(format!("No section is called “{typed}”."));
                    return Vec::new();
                };
                self.go_to_section(&choice.id)
            }
            PromptKind::Link => self.choose_link(typed),
            PromptKind::Command => self.obey(typed),
        }
    }

    /// Says that what was looked for is not here, if it is not.
    pub(super) fn miss(&mut self) {
        if let Some(find) = self.find.take_if(|find| find.hits.is_empty()) {
            self.notice = Some(format!("“{}” is not here.", find.needle));
        }
    }

    /// Opens a section wherever it is: a hidden one, or one of an outlet that was not chosen, stands in the tree until
    /// the program ends.
    pub(super) fn go_to_section(&mut self, id: &SectionId) -> Vec<Effect> {
        let brought = self.sections.find(id).is_none();
        self.sections.bring(id, &self.marks.sections);
        let mut effects = self.open_section(id, Ask::IfStale);
        effects.extend(self.note_opened(id));
        self.focus = Pane::Headlines;
        self.zen = false;
        self.fit();
        if brought {
            effects.push(self.count());
            let outlet = id.0.split('/').next().and_then(|outlet| self.outlet(outlet));
            if let Some((name, off)) = outlet.and_then(|outlet| Some((&outlet.name, outlet.off.as_ref()?))) {
                self.notice = Some(format!("{name} is switched off in the catalogue: {off}"));
            }
        }
        effects
    }

    /// Looks for what is being typed as it is typed.
    pub(super) fn look_live(&mut self) {
        let Some(Overlay::Prompt(Prompt { kind: PromptKind::Find, input, .. })) = &self.overlay else {
            return;
        };
        let needle = input.trim().to_owned();
        if needle.is_empty() {
            self.find = None;
        } else {
            self.find_here(&needle);
        }
    }

    /// Goes to the first place of the pane that has the words.
    pub(super) fn find_here(&mut self, needle: &str) {
        let from = match self.focus {
            Pane::Sections => self.sections.selected,
            Pane::Headlines => self.headlines.selected,
            Pane::Article => self.article.top,
        };
        let mut find =
            Find { pane: self.focus, hits: self.hits(self.focus, needle), needle: needle.to_owned(), at: None };
        find.at = find.from(from);
        if let Some(hit) = find.at {
            self.go_to_hit(hit);
        }
        self.find = Some(find);
    }

    fn hits(&self, pane: Pane, needle: &str) -> Vec<usize> {
        match pane {
            Pane::Sections => find::in_sections(self.sections.all(), needle),
            Pane::Headlines => find::in_headlines(&self.headlines.list, needle),
            Pane::Article => find::in_page(&self.article.page, needle),
        }
    }

    /// Once the rows of a pane have changed, what is looked for stands in other rows.
    pub(super) fn look_again(&mut self, pane: Pane) {
        if let Some(mut find) = self.find.take_if(|find| find.pane == pane) {
            find.hits = self.hits(pane, &find.needle);
            find.at = None;
            self.find = Some(find);
        }
    }

    pub(super) fn next_hit(&mut self, by: isize) -> Option<Vec<Effect>> {
        let find = self.find.as_ref().filter(|find| find.pane == self.focus)?;
        let at = match self.focus {
            Pane::Sections => self.sections.selected,
            Pane::Headlines => self.headlines.selected,
            // Near the end of the page a hit can't be scrolled to the top: while it is in sight it counts as the place.
            Pane::Article => {
                let seen = self.article.top..self.article.top + self.article_height();
                find.at.filter(|hit| seen.contains(hit)).unwrap_or(self.article.top)
            }
        };
        let hit = find.next(at, by)?;
        if let Some(find) = &mut self.find {
            find.at = Some(hit);
        }
        self.go_to_hit(hit);
        Some(Vec::new())
    }

    fn go_to_hit(&mut self, hit: usize) {
        match self.focus {
            Pane::Sections => {
                let height = self.sections_height();
                if let Some(id) = self.sections.all().get(hit).map(|section| section.id.clone()) {
                    // What is unfolded on the way to a hit is not remembered: only looked through.
                    self.sections.select(&id, height);
                }
            }
            Pane::Headlines => {
                let (style, height) = (self.row_style(), self.headlines_height());
                self.headlines.select(hit, style, height);
            }
            Pane::Article => {
                let height = self.article_height();
                self.article.scroll_to(hit, height);
            }
        }
    }

    /// Numbers the links of the story. A row of a list leads to one place only, and so does a story without links.
    pub(super) fn ask_for_link(&mut self) -> Vec<Effect> {
        if self.focus != Pane::Article || self.article.page.links.is_empty() {
            return self.open_menu();
        }
        self.number_links();
        self.ask(PromptKind::Link)
    }

    /// Scrolls the story while its links have numbers, to where the one that is looked for stands; false for a key that
    /// does not.
    fn scrolls(&mut self, key: Key) -> bool {
        let height = self.article_height();
        let by = match self.keymap.action(key) {
            Some(Action::Down) => 1,
            Some(Action::Up) => -1,
            Some(Action::PageDown | Action::ReadOn) => page_step(height),
            Some(Action::PageUp) => -page_step(height),
            Some(Action::Top) => isize::MIN,
            Some(Action::Bottom) => isize::MAX,
            _ => return false,
        };
        self.article.scroll(by, height);
        true
    }

    pub(super) fn number_links(&mut self) {
        if !self.article.numbers {
            let (width, before) = (self.article.page.width, self.article.top);
            self.article.numbers = true;
            self.reflow();
            self.article.numbered = Some((width, before, self.article.top));
        }
    }

    pub(super) fn end_link_numbers(&mut self) {
        if self.article.numbers {
            let stayed = self.article.numbered.take().filter(|(_, _, after)| self.article.top == *after);
            self.article.numbers = false;
            self.fit();
            // A blank row at the top has no place of its own to be found again by.
            if let Some((_, before, _)) = stayed.filter(|(width, ..)| self.article.page.width == *width) {
                let height = self.article_height();
                self.article.scroll_to(before, height);
            }
        }
    }

    /// Takes the link as soon as no longer number can be meant.
    pub(super) fn link_prompt(&mut self, prompt: Prompt) -> Vec<Effect> {
        let count = self.article.page.links.len();
        let typed: usize = prompt.input.parse().unwrap_or(0);
        if typed > 0 && typed.saturating_mul(10) > count {
            return self.choose_link(&prompt.input);
        }
        self.overlay = Some(Overlay::Prompt(prompt));
        Vec::new()
    }

    pub(super) fn choose_link(&mut self, typed: &str) -> Vec<Effect> {
        let link = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|index| self.article.page.links.get(index))
            .cloned();
        self.end_link_numbers();
        if typed.is_empty() {
            return Vec::new();
        }
        let Some(link) = link else {
            self.notice = Some(format!("There is no link {typed}."));
            return Vec::new();
        };
        self.offer(link);
        Vec::new()
    }

    /// The address that `o` and `y` are about, with its title.
    fn address(&self) -> Option<(String, String)> {
        if let Some(link) = self.chosen_link() {
            return Some((link.text.clone(), link.url.clone()));
        }
        if let Some(headline) = self.subject() {
            return Some((headline.title.clone(), headline.url.clone()));
        }
        let section = match self.focus {
            Pane::Sections => self.sections.current(),
            _ => self.sections.find(&self.headlines.section),
        }?;
        Some((section.title.clone(), section.page.clone()?))
    }

    pub(super) fn open_menu(&mut self) -> Vec<Effect> {
        if let Some(link) = self.chosen_link().cloned() {
            self.offer(link);
            return Vec::new();
        }
        match self.address() {
            Some((title, url)) => {
                let media = self.media();
                self.overlay = Some(Overlay::Menu(Menu { title, url, readable: false, media, selected: 0 }));
            }
            None => self.notice = Some("There is no address here.".to_owned()),
        }
        Vec::new()
    }

    pub(super) fn copy(&mut self) -> Vec<Effect> {
        if let Some((_, url)) = self.address() {
            return self.send_address(&url);
        }
        self.notice = Some("There is no address here.".to_owned());
        Vec::new()
    }

    pub(super) fn menu_key(&mut self, mut menu: Menu, key: Key) -> Vec<Effect> {
        let last = menu.deeds().len() - 1;
        match (self.keymap.action(key), key.code) {
            (_, Code::Enter) => {
                let deed = menu.deeds().get(menu.selected).copied().unwrap_or(MenuDeed::Copy);
                return self.menu_deed(deed, &menu);
            }
            (_, Code::Char(c)) if !key.ctrl && !key.alt && menu.deeds().iter().any(|deed| deed.words().0 == c) => {
                let deed = menu.deeds().iter().copied().find(|deed| deed.words().0 == c).unwrap_or(MenuDeed::Copy);
                return self.menu_deed(deed, &menu);
            }
            (Some(Action::Down), _) => menu.selected = (menu.selected + 1).min(last),
            (Some(Action::Up), _) => menu.selected = menu.selected.saturating_sub(1),
            (Some(Action::Back | Action::Cancel | Action::Out | Action::Menu), _) => return Vec::new(),
            (Some(Action::Quit), _) => return self.quit(),
            (Some(Action::Suspend), _) => {
                self.overlay = Some(Overlay::Menu(menu));
                return vec![Effect::Suspend];
            }
            _ => {}
        }
        self.overlay = Some(Overlay::Menu(menu));
        Vec::new()
    }

    fn menu_deed(&mut self, deed: MenuDeed, menu: &Menu) -> Vec<Effect> {
        let Menu { title, url, media, .. } = menu;
        match deed {
            MenuDeed::Read => self.open_address(title, url),
            MenuDeed::Play => media.as_ref().map(|media| self.play(media)).unwrap_or_default(),
            MenuDeed::Browse => self.outgoing(url).map(Effect::Browse).into_iter().collect(),
            MenuDeed::Copy => self.send_address(url),
            MenuDeed::QrCode => self.show_code(url),
            MenuDeed::Alone => self.outgoing(url).map(Effect::ShowAddress).into_iter().collect(),
        }
    }
}
