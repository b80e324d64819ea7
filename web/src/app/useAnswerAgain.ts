import { useCallback, type Dispatch, type SetStateAction } from "react";
import { access } from "../api/access";
import { refusalOf, type Refusal } from "../api/refusal";
import { useSession } from "./session";
import { useWhileAway } from "./useWhileAway";

// Takes back that there was no answer once there is one, and says what that tells of the session.
export function useAnswerAgain(
  refusal: Refusal | undefined,
  setRefusal: Dispatch<SetStateAction<Refusal | undefined>>,
): void {
  const { sessionEnded } = useSession();
  const ask = useCallback(async () => {
    const refused = await access.whoAmI({}).then(
      () => "",
      (error: unknown) => refusalOf(error).reason,
    );
    if (refused === "NO_ANSWER") return;
    if (refused === "UNAUTHENTICATED") sessionEnded();
    // Another may have come meanwhile.
    setRefusal((now) => (now?.reason === "NO_ANSWER" ? undefined : now));
  }, [sessionEnded, setRefusal]);
  useWhileAway(refusal?.reason === "NO_ANSWER", ask);
}
