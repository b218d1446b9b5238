// htmx is a script of its own, loaded before the page's module; here is where modules get it from.

export const { htmx } = window;
