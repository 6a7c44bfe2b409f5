import type { ResourceRow } from "../model.ts";
import { alarms } from "./cloudwatch/alarm.ts";
import { events } from "./cloudwatch/events.ts";
import { logs } from "./cloudwatch/logs.ts";

/** CloudWatch's alarms, logs and events. */
export const cloudwatch: readonly ResourceRow[] = [...logs, ...alarms, ...events];
