"""Where the districts' people live and work: towns and work centres, approximate, for the demonstration only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Town:
    """A built-up part of a district: neighbourhoods scatter around it with `spread_km` along each axis."""

    district: str
    lat: float
    lng: float
    spread_km: float


def _town(district: str, lat: float, lng: float, spread_km: float) -> Town:
    return Town(district=district, lat=lat, lng=lng, spread_km=spread_km)


TOWNS = (
    _town("110101", 39.915, 116.416, 2.0),
    _town("110102", 39.905, 116.362, 2.0),
    _town("110105", 39.920, 116.475, 4.0),  # Chaoyangmen to Dawang Road
    _town("110105", 39.995, 116.470, 3.0),  # Wangjing
    _town("110105", 39.865, 116.480, 2.5),  # Panjiayuan to Shilihe
    _town("110106", 39.858, 116.285, 2.5),  # Fengtai town
    _town("110106", 39.860, 116.430, 1.5),  # Fangzhuang
    _town("110106", 39.840, 116.360, 2.0),  # Majiapu
    _town("110106", 39.830, 116.220, 2.5),  # Changxindian
    _town("110107", 39.908, 116.200, 2.0),
    _town("110108", 39.970, 116.310, 3.0),  # Zhongguancun
    _town("110108", 40.035, 116.330, 2.5),  # Qinghe
    _town("110108", 39.915, 116.285, 2.0),  # Wanshou Road
    _town("110109", 39.936, 116.105, 1.5),
    _town("110111", 39.733, 116.145, 2.5),  # Liangxiang
    _town("110111", 39.725, 115.975, 2.0),  # Yanshan
    _town("110112", 39.905, 116.660, 3.5),
    _town("110112", 39.800, 116.620, 3.0),  # Majuqiao
    _town("110113", 40.130, 116.655, 3.0),
    _town("110113", 40.080, 116.550, 2.0),  # Houshayu
    _town("110114", 40.070, 116.335, 2.0),  # Huilongguan
    _town("110114", 40.068, 116.415, 1.8),  # Tiantongyuan
    _town("110114", 40.222, 116.235, 2.0),  # Changping town
    _town("110115", 39.728, 116.335, 2.5),  # Huangcun
    _town("110115", 39.790, 116.505, 2.0),  # Yizhuang
    _town("110116", 40.318, 116.632, 2.0),
    _town("110117", 40.142, 117.118, 2.0),
    _town("110118", 40.375, 116.842, 2.0),
    _town("110119", 40.457, 115.975, 2.0),
)

WorkCentre = tuple[float, float, float]  # latitude, longitude, jobs relative to the others

WORK_CENTRES: tuple[WorkCentre, ...] = (
    (39.909, 116.460, 3.0),  # central business district
    (39.915, 116.360, 2.0),  # Financial Street
    (39.983, 116.316, 2.0),  # Zhongguancun
    (40.048, 116.295, 1.5),  # Shangdi
    (39.996, 116.480, 1.3),  # Wangjing
    (39.935, 116.440, 1.5),  # Dongzhimen to Sanlitun
    (39.913, 116.411, 1.2),  # Wangfujing
    (39.792, 116.507, 1.2),  # Yizhuang
    (39.827, 116.292, 1.0),  # Fengtai science park
    (39.865, 116.318, 0.8),  # Lize
    (39.906, 116.225, 0.5),  # Lugu
    (40.076, 116.588, 0.6),  # Capital Airport
    (39.903, 116.655, 0.7),  # Tongzhou
    (39.730, 116.340, 0.6),  # Huangcun
    (40.220, 116.235, 0.5),  # Changping
    (39.735, 116.140, 0.4),  # Liangxiang
)
