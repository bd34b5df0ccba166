"""The one style sheet, generated from the tokens. Only for what Qt itself draws."""

from __future__ import annotations

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Look


def sheet(look: Look) -> str:
    """The application's style sheet for a look."""
    h, px = look.hex, look.px
    small = px(tk.TYPE["meta"][0])
    head_px, head_weight = tk.TYPE["head"]
    return f"""
    QWidget#Canvas {{ background: {h("canvas")}; }}
    QWidget#Sidebar {{ background: {h("sidebar")}; border-right: 1px solid {h("border")}; }}
    QWidget#ContextBar {{ background: {h("surface")}; border-bottom: 1px solid {h("border")}; }}

    QPushButton {{ background: {h("surface")}; color: {h("text")}; border: 1px solid {h("edge")};
        border-radius: {tk.RADIUS}px; padding: 0 12px; min-height: {px(tk.CONTROL_H) - 2}px;
        font-weight: 500; }}
    QPushButton:hover, QPushButton:pressed {{ background: {h("hover")}; }}
    QPushButton[kind="primary"] {{ background: {h("accent")}; color: {h("on_accent")};
        border-color: {h("accent")}; font-weight: 600; }}
    QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{
        background: {h("accent_hover")}; border-color: {h("accent_hover")}; }}
    QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent;
        color: {h("accent_text")}; padding: 0 6px; }}
    QPushButton[kind="quiet"]:hover, QPushButton[kind="quiet"]:pressed {{ background: {h("hover")}; }}
    QPushButton[kind="link"][small="true"] {{ background: transparent; border: 0; padding: 0;
        min-height: 24px; color: {h("bad_text")}; font-weight: 600;
        text-decoration: underline; text-align: left; }}
    QPushButton[kind="crumb"][small="true"] {{ background: transparent; border: 0; padding: 0;
        min-height: 18px; color: {h("text2")}; font-weight: 400; }}
    QPushButton[kind="crumb"]:hover {{ background: {h("hover")}; color: {h("text")}; }}
    QPushButton[kind="danger"] {{ color: {h("bad_text")}; border-color: {h("bad")}; }}
    QPushButton[small="true"] {{ min-height: {px(tk.CONTROL_S) - 2}px; padding: 0 10px;
        font-size: {small}px; }}
    QPushButton[kind="quiet"][small="true"] {{ padding: 0 6px; }}
    QPushButton[bare="true"] {{ padding: 0; min-height: 0; }}
    QPushButton:disabled {{ background: {h("sunken")}; color: {h("text3")}; border-color: {h("border")}; }}
    QPushButton[kind="quiet"]:disabled {{ background: transparent; border-color: transparent; }}

    QLineEdit, QComboBox, QPlainTextEdit {{ background: {h("surface")}; color: {h("text")};
        border: 1px solid {h("control")}; border-radius: {tk.RADIUS}px; padding: 0 8px;
        selection-background-color: {h("accent")}; selection-color: {h("on_accent")}; }}
    QLineEdit, QComboBox {{ min-height: {px(tk.CONTROL_H) - 2}px; }}
    QPlainTextEdit {{ padding: 3px 4px; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 2px solid {h("focus")};
        padding: 0 7px; }}
    QLineEdit:focus, QComboBox:focus {{ min-height: {px(tk.CONTROL_H) - 4}px; }}
    QPlainTextEdit:focus {{ padding: 2px 3px; }}
    QLineEdit[flat="true"] {{ padding: 0 5px; }} QLineEdit[flat="true"]:focus {{ padding: 0 4px; }}
    QComboBox[flat="true"] {{ padding: 0 4px; }} QComboBox[flat="true"]:focus {{ padding: 0 3px; }}
    QLineEdit[flat="true"]:!focus, QComboBox[flat="true"]:!focus, QPlainTextEdit[flat="true"]:!focus {{
        background: transparent; border-color: transparent; color: {h("text")}; }}
    QLineEdit[flat="true"]:!focus:hover, QComboBox[flat="true"]:!focus:hover,
    QPlainTextEdit[flat="true"]:!focus:hover {{ background: {h("hover")}; border-color: {h("edge")}; }}
    QLineEdit[flat="true"][state="error"]:!focus, QComboBox[flat="true"][state="error"]:!focus,
    QPlainTextEdit[flat="true"][state="error"]:!focus {{ border-color: {h("bad")}; }}
    QLineEdit[state="error"], QComboBox[state="error"] {{ border: 2px solid {h("bad")}; padding: 0 7px;
        min-height: {px(tk.CONTROL_H) - 4}px; }}
    QPlainTextEdit[state="error"] {{ border: 2px solid {h("bad")}; padding: 2px 3px; }}
    QLineEdit:read-only, QPlainTextEdit:read-only, QLineEdit:disabled, QComboBox:disabled {{
        background: {h("sunken")}; border-color: {h("border")}; color: {h("text2")}; }}
    QLineEdit[bare="true"], QComboBox QLineEdit {{ border: 0; padding: 0; background: transparent;
        min-height: 0; }}
    QLineEdit[bare="true"]:focus, QComboBox QLineEdit:focus {{ border: 0; padding: 0; min-height: 0; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: none; }}
    QComboBox[plain="true"] {{ font-weight: 600; border: 1px solid {h("border")}; }}
    QComboBox QAbstractItemView {{ background: {h("surface")}; border: 1px solid {h("control")};
        selection-background-color: {h("selected")}; selection-color: {h("text")}; outline: 0; }}

    QTableView, QListView {{ background: {h("surface")}; border: 0; outline: 0; gridline-color: transparent;
        selection-background-color: {h("selected")}; selection-color: {h("text")}; }}
    QListView[popup="true"] {{ border: 1px solid {h("control")}; border-radius: {tk.RADIUS}px;
        padding: 3px; }}
    QListView::indicator:unchecked {{ width: {px(12)}px; height: {px(12)}px; background: {h("surface")};
        border: 1px solid {h("control")}; border-radius: {tk.RADIUS_S}px; }}
    QHeaderView {{ background: {h("sunken")}; border: 0; }}
    QHeaderView::section {{ background: {h("sunken")}; color: {h("text2")}; border: 0;
        border-bottom: 1px solid {h("border")}; padding: 0 9px; font-size: {px(head_px)}px;
        font-weight: {head_weight}; }}
    QHeaderView[cells="true"], QHeaderView[cells="true"]::section {{ background: transparent; border: 0;
        padding: 0 2px; font-weight: 500; }}
    QHeaderView[cells="true"]::section:vertical {{ color: {h("text")}; font-size: {small}px;
        font-weight: 400; }}
    QTableCornerButton::section {{ background: transparent; border: 0; }}

    QScrollArea {{ background: transparent; border: 0; }} QWidget#Clear {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {h("control")}; border-radius: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; margin: 2px 3px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; margin: 3px 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        height: 0; width: 0; background: none; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QToolTip {{ background: {h("surface")}; color: {h("text")}; border: 1px solid {h("control")};
        padding: 4px 8px; }}
    QMenu {{ background: {h("surface")}; color: {h("text")}; border: 1px solid {h("control")};
        padding: 4px; }}
    QMenu::item {{ padding: 6px 16px; border-radius: {tk.RADIUS_S}px; }}
    QMenu::item:selected {{ background: {h("selected")}; }}
    QMenu::item:disabled {{ color: {h("text3")}; }}
    QMenu::separator {{ height: 1px; background: {h("border")}; margin: 4px 8px; }}
    """
