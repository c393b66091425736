import { describeMutants } from "./describe-mutants.ts";
import { foreignGuestsMutants } from "./foreign-guests.ts";
import { nodeLossesMutants } from "./node-losses.ts";

describeMutants("nodes and guests that come and go by themselves", [...foreignGuestsMutants, ...nodeLossesMutants]);
