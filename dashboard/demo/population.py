"""Residents of Beijing by district.

Source: seventh national population census, 1 November 2020, Beijing Municipal Bureau of Statistics, communiqué of
19 May 2021 on the residents of each district; 21,893,095 in all. Codes are the administrative codes of GB/T 2260.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Census:
    """One district and its residents on 1 November 2020."""

    code: str
    name: str
    name_zh: str
    residents: int


def _district(code: str, name: str, name_zh: str, residents: int) -> Census:
    return Census(code=code, name=name, name_zh=name_zh, residents=residents)


DISTRICTS = (
    _district("110101", "Dongcheng", "东城区", 708_829),
    _district("110102", "Xicheng", "西城区", 1_106_214),
    _district("110105", "Chaoyang", "朝阳区", 3_452_460),
    _district("110106", "Fengtai", "丰台区", 2_019_764),
    _district("110107", "Shijingshan", "石景山区", 567_851),
    _district("110108", "Haidian", "海淀区", 3_133_469),
    _district("110109", "Mentougou", "门头沟区", 392_606),
    _district("110111", "Fangshan", "房山区", 1_312_778),
    _district("110112", "Tongzhou", "通州区", 1_840_295),
    _district("110113", "Shunyi", "顺义区", 1_324_044),
    _district("110114", "Changping", "昌平区", 2_269_487),
    _district("110115", "Daxing", "大兴区", 1_993_591),
    _district("110116", "Huairou", "怀柔区", 441_040),
    _district("110117", "Pinggu", "平谷区", 457_313),
    _district("110118", "Miyun", "密云区", 527_683),
    _district("110119", "Yanqing", "延庆区", 345_671),
)

TOTAL = sum(district.residents for district in DISTRICTS)
