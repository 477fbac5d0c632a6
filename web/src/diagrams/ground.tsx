/** The place of a picture that is not there yet: as large, so that nothing moves. */
import { Loader } from "@mantine/core";
import { t } from "../messages";
import css from "./frame.module.css";

export function Ground() {
  return (
    <div className={css.frame} role="status" aria-label={t.states.loading}>
      <div className={css.waiting}>
        <Loader size="sm" type="dots" />
      </div>
    </div>
  );
}
