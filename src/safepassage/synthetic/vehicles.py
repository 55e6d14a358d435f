"""Classes of vehicles that several synthetic operations share. Their pools are empty: an operation fills them."""

from safepassage.domain.fleet import DutyLimit, Layout, RoadUse, ServiceTime, Size, VehicleClass

DUTY = DutyLimit(driving_s=36_000, on_duty_s=54_000, rest_s=28_800)
"""Ten hours of driving and fifteen on duty after eight off: the limits for passenger vehicles in 49 CFR 395.5."""

BUS_SIZE = Size(weight_t=18.0, height_m=3.3, width_m=2.55)
"""Of a full coach with two axles, of European make (assumption)."""

BUS = VehicleClass(
    id="bus",
    name="Bus",
    layouts=(Layout(64), Layout(56, 2), Layout(48, 4), Layout(20, 0, 16)),
    loading=ServiceTime(300, 8, 90, 120),
    unloading=ServiceTime(120, 5, 60, 90),
    size=BUS_SIZE,
)
AMBULANCE = VehicleClass(
    id="ambulance",
    name="Ambulance",
    layouts=(Layout(2, 0, 2), Layout(4, 0, 1), Layout(3, 1, 0)),
    loading=ServiceTime(180, 10, 90, 180),
    unloading=ServiceTime(120, 10, 60, 120),
    road_use=RoadUse.AMBULANCE,
)
OWN_VAN = VehicleClass(
    id="own-van",
    name="Van of a household",
    layouts=(Layout(11),),
    loading=ServiceTime(300, 10),
    unloading=ServiceTime(180, 10),
    own_car=True,
)
OWN_LORRY = VehicleClass(
    id="own-lorry",
    name="Lorry of a household",
    layouts=(Layout(14),),
    loading=ServiceTime(420, 10),
    unloading=ServiceTime(240, 10),
    own_car=True,
    road_use=RoadUse.LORRY,
)
