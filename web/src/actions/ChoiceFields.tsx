// Lists that one's session and the directory fill: agencies, colleagues, offers, kinds of note.
import { useCaller, useSession } from "../app/session";
import { useLoad } from "../app/useLoad";
import { directory } from "../api/directory";
import { useAgencies } from "../directory/agencies";
import type { Case } from "../gen/rufaa/casework/v1/casework_pb";
import { Compartment } from "../gen/rufaa/common/v1/common_pb";
import { useI18n } from "../i18n";
import { SelectField } from "../ui/Field";
import type { ActionField } from "./definitions";

type Common = { label: string; hint?: string; error?: string; name: string; required?: boolean };

// Beside what happened, what else a note may be of is what one's kind of agency may open.
const NOTES_OF: Record<string, readonly Compartment[]> = {
  CHILDREN_OFFICE: [Compartment.MEDICAL, Compartment.JUSTICE],
  HEALTH: [Compartment.MEDICAL],
  POLICE: [Compartment.JUSTICE],
  JUDICIARY: [Compartment.JUSTICE],
};

export function CompartmentField({ common }: { common: Common }) {
  const { t } = useI18n();
  // A form outlives the session that it was opened in, with what was typed.
  const parts = NOTES_OF[useSession().caller?.agencyKind ?? ""];
  if (!parts) return null;
  return (
    <SelectField
      {...common}
      choices={parts.map((part) => [String(part), t.compartments[part as 4 | 5]] as const)}
      defaultValue=""
      empty={t.compartments[2]}
    />
  );
}

export function AgencyField({
  field,
  common,
  preset,
  of,
}: {
  field: ActionField & { kind: "agency" };
  common: Common;
  preset?: string;
  // Whose child may be somewhere already.
  of?: Case;
}) {
  const { t } = useI18n();
  const agencies = useAgencies();
  const own = useCaller().agency;
  const fit = agencies.all.filter(
    (agency) =>
      !agency.closeTime &&
      (!field.agencyKind || agency.kind === field.agencyKind) &&
      (!field.placesOfSafety || agency.placeOfSafety) &&
      (!field.elsewhere || agency.agency !== of?.placeOfSafety?.agency) &&
      (field.name !== "toAgency" || agency.agency !== own),
  );
  return (
    <SelectField
      {...common}
      key={fit.length}
      choices={fit.map((agency) => [agency.agency, agency.displayName] as const)}
      defaultValue={preset ?? ""}
      empty={common.required ? t.choose : t.none}
    />
  );
}

const OFFICERS = ["childrens_officer", "supervisor"];

// Colleagues by their pseudonymous ids: names stay with the agency. Nothing chosen is oneself, where
// something need not be chosen; a case is answered for by officers.
export function PersonField({ common, preset }: { common: Common; preset?: string }) {
  const { t } = useI18n();
  const caller = useCaller();
  const people = useLoad(
    () => directory.listPeople({ agency: caller.agency, pageSize: 500 }),
    [caller.agency],
  );
  const you = `${t.settings.you} (${caller.person})`;
  const choices = (people.data?.people ?? [])
    .filter((one) => !one.left && (common.name !== "ownerPerson" || OFFICERS.includes(one.role)))
    .filter((one) => common.required || one.person !== caller.person)
    .map(({ person }) => [person, person === caller.person ? you : person] as const);
  return (
    <SelectField
      {...common}
      key={choices.length}
      choices={choices}
      defaultValue={preset ?? ""}
      empty={common.required ? t.choose : you}
    />
  );
}

export function OfferField({ common, preset }: { common: Common; preset?: string }) {
  const { t } = useI18n();
  const caller = useCaller();
  const offers = useLoad(
    () => directory.listOffers({ agency: caller.agency, pageSize: 500 }),
    [caller.agency],
  );
  const beds = (offers.data?.offers ?? []).filter((offer) => offer.hasBeds);
  if (beds.length === 0) return null;
  return (
    <SelectField
      {...common}
      key={beds.length}
      defaultValue={preset ?? ""}
      empty={t.none}
      choices={beds.map(
        (offer) =>
          [
            offer.offer,
            `${offer.displayName || offer.offer}: ${t.referral.room(offer.room)}`,
          ] as const,
      )}
    />
  );
}
