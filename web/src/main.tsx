import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { I18nProvider } from "./i18n";
import { SessionProvider } from "./app/session";
import { startShellKeeper } from "./app/shellKeeper";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/forms.css";
import "./styles/parts.css";
import "./styles/print.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <I18nProvider>
      <SessionProvider>
        <App />
      </SessionProvider>
    </I18nProvider>
  </StrictMode>,
);
startShellKeeper();
