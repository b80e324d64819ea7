import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { I18nProvider } from "./i18n";
import { SessionProvider } from "./app/session";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/forms.css";
import "./styles/parts.css";
import "./styles/print.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    {/* Outside of the words, so that the hub is asked while they are on their way. */}
    <SessionProvider>
      <I18nProvider>
        <App />
      </I18nProvider>
    </SessionProvider>
  </StrictMode>,
);
