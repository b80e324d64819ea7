import type { ReactNode } from "react";
import { Facts } from "../ui/parts";

export type AskedRows = readonly (readonly [ReactNode, ReactNode])[];

// What was asked, on paper: the form stays behind, and may say something else by now.
export const Asked = ({ rows }: { rows: AskedRows }) => (
  <div className="print-only">
    <Facts rows={rows} />
  </div>
);
