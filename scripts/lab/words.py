"""Records and happenings in the words of people."""

from lab.lift import wall_seconds

CHINESE = {
    "entrapment": "困人",
    "alarm_button": "报警按钮",
    "alarm_button_filtered": "报警按钮(已过滤)",
    "safety_chain_open": "安全回路断开",
    "door_close_fault": "关门故障",
    "door_open_fault": "开门故障",
    "stopped_outside_door_zone": "开锁区域外停梯",
    "unintended_movement": "轿厢意外移动",
    "run_time_limiter": "运转时间限制器动作",
    "position_lost": "楼层位置丢失",
    "restart_prevented": "防止再运行故障",
    "door_open_while_moving": "运行中开门",
    "overtravel_top": "上极限开关动作",
    "overtravel_bottom": "下极限开关动作",
    "overspeed": "轿厢超速",
    "mains_lost": "主电源断电",
    "prolonged_outage": "长时间停运",
    "brake_not_released": "制动器未打开",
    "brake_not_set": "制动器未闭合",
    "brake_drag": "制动器拖刹",
    "brake_slip": "制动器打滑",
    "brake_slow": "制动器动作迟缓",
    "brake_asymmetry": "制动臂动作不同步",
    "brake_degrading": "制动器性能下降",
    "brake_maintained": "制动器维护记录",
    "brake_verified": "制动器治理核验",
    "mode_normal": "正常运行",
    "mode_out_of_service": "停止服务",
    "mode_inspection": "检修运行",
    "mode_fire_return": "消防返回",
    "mode_firefighter": "消防员运行",
    "mode_emergency_power": "应急电源运行",
    "mode_earthquake": "地震模式",
    "sensor_conflict": "传感器信号矛盾",
    "sensor_stuck": "传感器无变化",
    "sensor_bouncing": "传感器触点抖动",
    "source_lost": "信号源失联",
    "power_lost": "终端断电",
    "battery_low": "终端电池电量低",
    "tamper": "终端被打开",
    "clock_stepped": "时钟跳变",
    "self_test": "终端自检",
    "inspection_due": "定期检验到期提醒",
    "inspection_done": "定期检验完成",
    "maintenance_started": "维保开始",
    "maintenance_ended": "维保结束",
    "maintenance_overdue": "维保超期",
    "started": "终端启动",
    "stopped": "终端停止",
    "command_refused": "指令被拒绝",
    "certificate_ending": "证书即将到期",
    "telemetry_lost": "遥测数据丢失",
    "records_dropped": "记录已清理",
    "store_degraded": "存储异常",
    "flash_budget_exceeded": "闪存写入超限",
    "seal": "记录签名",
}

ENTRAPMENT_PLACES = {"outside_zone": "between floors", "in_zone": "at a landing, doors shut"}
OCCUPANCIES = {"occupied": "somebody inside", "unknown": "perhaps somebody inside", "empty": "nobody inside"}
REASONS = {
    "not_shut": "does not shut",
    "commanded": "told to open, stays shut",
    "occupied": "somebody inside, stays shut",
    "pressed": "pressed",
    "held_long": "held for 30 s",
    "no_door_after_stop": "no door opened after the stop",
    "door_open_in_zone": "a door is open at a landing",
    "moving": "the car moves",
    "late": "late",
    "dropped": "dropped in a run",
}
HAPPENINGS = {
    "car_started": "car starts from {from} to {to}, {people} inside",
    "car_stopped": "car stops at {height_mm} mm, floor {floor}, {people} inside",
    "emergency_stop": "car stops hard at {height_mm} mm",
    "door_opened": "door opens at floor {floor}",
    "door_reopened": "door opens again ({times})",
    "door_shut": "door shut at floor {floor}, {people} inside",
    "person_entered": "somebody gets in, {people} inside",
    "person_left": "somebody gets out, {people} inside",
    "alarm_pressed": "alarm button pressed",
    "alarm_released": "alarm button released",
    "trapped": "somebody is trapped at floor {floor}, {people} inside",
    "freed": "the way out is open at floor {floor}",
    "mode_changed": "controller: mode {mode}",
    "controller_fault": "controller: fault code {code}",
    "mains_lost": "mains fail",
    "mains_back": "mains are back",
    "door_stuck": "door jammed {how}",
    "door_mended": "door mended",
    "brake_arm_stuck": "brake arm {arm} stuck {how}",
    "brake_arm_mended": "brake arm {arm} mended",
    "bus_cut": "bus cable pulled out",
    "bus_back": "bus cable back in",
    "modbus_write_refused": "somebody tried to write to the controller",
    "story_ended": "the story is over, {modbus_requests} Modbus requests",
}
NOTES = {
    "kill-daemon": "liftboxd killed with -9, started again {dead_for:g} s later",
    "broker-off": "broker stopped",
    "broker-on": "broker started again",
}


def title(kind):
    return f"{kind} {CHINESE.get(kind, '')}".rstrip()


def tell(happening, dead_for):
    """What happened in the lift, or was done to those around it."""
    if happening["what"] == "note":
        return NOTES.get(happening["name"], happening["name"]).format(dead_for=dead_for)
    template = HAPPENINGS.get(happening["what"])
    return template.format_map(happening) if template else happening["what"].replace("_", " ")


def _lasted(evidence, start, end):
    return f"{wall_seconds(evidence[end]) - wall_seconds(evidence[start]):.0f} s"


def _entrapment(evidence, phase):
    if phase == "acknowledged":
        return [f"by {evidence['acknowledged_by']}"] if "acknowledged_by" in evidence else []
    if phase == "on_site":
        return [f"{_lasted(evidence, 'stopped', 'on_site')} after the stop"]
    if phase == "released":
        return [f"{_lasted(evidence, 'stopped', 'released')} after the stop"]
    said = [ENTRAPMENT_PLACES[evidence["place"]], OCCUPANCIES[evidence["occupancy"]]]
    if phase == "cleared":
        said = ["nobody came on site"] if evidence.get("self_released") else []
        return said + [f"over: {evidence['ended_by'].replace('_', ' ')}"] if "ended_by" in evidence else said
    said += ["alarm button pressed"] if evidence["alarm_button"] else []
    said += ["asked for the door in vain"] if evidence["attempt"] else []
    said += ["mains lost"] if "power" in evidence else []
    return said


def _others(evidence):
    said = []
    for name, value in evidence.items():
        if name == "why":
            said.append(
                f"opened {evidence['reopenings']} times" if value == "reopened" else REASONS.get(value, "")
            )
        elif name == "from":
            said.append(f"{value} -> {evidence['to']}".replace("_", " "))
        elif name == "arms":
            said.append("arm " + ", ".join(map(str, value)))
        elif name not in ("to", "pressed", "reopenings"):
            said.append(f"{name} {value}".replace("_", " "))
    return said


def evidence(record):
    """Why the box says so, in a few words."""
    said = [] if record["confidence"] == "certain" else [record["confidence"]]
    content = record["evidence"]
    said += _entrapment(content, record["phase"]) if record["type"] == "entrapment" else _others(content)
    return ", ".join(filter(None, said))
