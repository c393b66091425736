import { describeMutants } from "./describe-mutants.ts";
import { rescueMutants } from "./rescue.ts";
import { suspendMutants } from "./suspend.ts";

describeMutants("how they save and rescue guests", [...suspendMutants, ...rescueMutants]);
