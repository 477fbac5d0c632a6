/** Colours, type and spacing; every pair of text and ground has at least 4.5 : 1 in both schemes. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const way: MantineColorsTuple = [
  "#eef4fd",
  "#dae6f8",
  "#b3cbf0",
  "#8aafe8",
  "#6897e1",
  "#4a82d9",
  "#2f6fcd",
  "#1f5fbf",
  "#194f9f",
  "#123d7d",
];
const dark: MantineColorsTuple = [
  "#e3e6ea",
  "#c3c9d1",
  "#a2abb7",
  "#8d97a4",
  "#454d58",
  "#343b45",
  "#262c34",
  "#1b2027",
  "#15191f",
  "#101318",
];

export const theme = createTheme({
  primaryColor: "way",
  primaryShade: { light: 7, dark: 7 },
  colors: { way, dark },
  fontFamily: '"Inter Variable", "Inter", system-ui, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px" },
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.125rem" }, h2: { fontSize: "0.9375rem" }, h3: { fontSize: "0.8125rem" } },
  },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Button: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, radius: "md" } },
    Menu: { defaultProps: { shadow: "md", radius: "md" } },
  },
});
