// One-time codes of an account.
export const oneTime = {
  title: "One-time codes",
  off: "Signing in takes your password alone.",
  on: "Signing in takes a code from your authenticator, too.",
  begin: "Set up one-time codes",
  begun: "Put this secret into the authenticator on your phone. It is shown this once.",
  secret: "Secret",
  qr: "The secret as a QR code, for the camera of the authenticator",
  here: "Open the authenticator on this phone",
  confirm: "Codes are asked for from now on",
  confirmHint: "Type the code that it shows now. Nothing changes until one was right.",
  done: "One-time codes are on.",
  remove: "Remove the codes",
  removed: "One-time codes are off.",
  lost: "Phone lost: remove the codes",
  lostHint: "The account signs in by password alone from now on, and its sessions end.",
};
