"""The baseline of opening a plan: a bare page of as many text boxes and one table of 200 rows, made and shown."""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

BOXES, ROWS, COLUMNS = 60, 200, 5
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1366, 697)
window.show()
app.processEvents()
began = time.perf_counter()
page, area, table = QWidget(), QScrollArea(), QTableView()
layout = QFormLayout(page)
for n in range(BOXES):
    layout.addRow(
        f"Field {n}", QPlainTextEdit("Walkers and residents of two estates report it most evenings.")
    )
model = QStandardItemModel(ROWS, COLUMNS)
for row in range(ROWS):
    for column in range(COLUMNS):
        model.setItem(row, column, QStandardItem(f"{row} {column}"))
table.setModel(model)
layout.addRow(table)
area.setWidget(page)
area.setWidgetResizable(True)
window.setCentralWidget(area)
app.processEvents()
print(f"page {(time.perf_counter() - began) * 1000:.1f}", flush=True)
