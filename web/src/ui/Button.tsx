import type { ButtonHTMLAttributes } from "react";
import { Link } from "../app/router";

type Look = "primary" | "secondary" | "quiet" | "warning";

export function Button({
  look = "secondary",
  busy,
  children,
  disabled,
  className = "",
  type = "button",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; busy?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      className={`button ${look} ${className}`}
      disabled={disabled}
      aria-busy={busy || undefined}
      // A second press while the first is under way is the same press.
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {children}
    </button>
  );
}

export function ButtonLink({
  href,
  look = "secondary",
  children,
}: {
  href: string;
  look?: Look;
  children: React.ReactNode;
}) {
  return (
    <Link href={href} className={`button ${look}`}>
      {children}
    </Link>
  );
}
