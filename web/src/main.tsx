import "./theme/mantine.css";
import "@mantine/notifications/styles.layer.css";
import "./theme/global.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { client, session } from "./api";
import { Gate } from "./components/sign-in/gate";
import { router } from "./routes";
import { theme } from "./theme";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
const root = document.getElementById("root");
// what dialogs write to keep the page behind them still is looked up by this name
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
if (!root) throw new Error("The page has no place for the application.");

void session.begin();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        <Gate>
          <RouterProvider router={router} />
        </Gate>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
