import { useState } from "react";
import { isSignedOut, refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "../app/session";

// What one button asks of the hub, once at a time: whether it is under way, and why it was refused.
export function useAsk() {
  const { sessionEnded } = useSession();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const ask = async (what: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await what();
    } catch (error) {
      const refused = refusalOf(error);
      if (isSignedOut(refused)) sessionEnded();
      setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, ask };
}
