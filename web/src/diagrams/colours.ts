/** Pictures take the colours of the page, so that they are light or dark as it is. */
export const colours = {
  defaultFillColor: "var(--tv-diagram-fill)",
  defaultStrokeColor: "var(--tv-diagram-line)",
  defaultLabelColor: "var(--tv-diagram-text)",
};

/** Their texts are measured before they are drawn, so the type is said here and not in a style sheet. */
export const type = {
  defaultStyle: {
    fontFamily: '"Inter Variable", Inter, system-ui, sans-serif',
  },
};
