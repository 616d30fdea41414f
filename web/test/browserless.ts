// Elements can be read without a browser; what they do there is shown by the journeys.
Object.assign(globalThis, { HTMLElement: class {} });
