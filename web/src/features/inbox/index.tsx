import { t } from "../../messages";
export default function Inbox() {
  return <h1>{t.places.inbox}</h1>;
}
