import { EdgeMaintenance } from "./edgeMaintenance";

const search = new EdgeMaintenance("search", { service: "search", changeTicket: "CHG-1042" });

const video = new EdgeMaintenance("video", {
  service: "video",
  changeTicket: "CHG-1043",
  exclusions: [{ from: "2026-12-02", to: "2026-12-03", reason: "final of the league" }],
});

export const plannedWaves = { search: search.plannedWaves, video: video.plannedWaves };
