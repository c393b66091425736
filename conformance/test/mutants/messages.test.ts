import { badInputMutants } from "./bad-input.ts";
import { describeMutants } from "./describe-mutants.ts";
import { everyMessageMutants } from "./every-message.ts";
import { requestMutants } from "./requests.ts";

describeMutants("how messages travel", [...everyMessageMutants, ...requestMutants, ...badInputMutants]);
