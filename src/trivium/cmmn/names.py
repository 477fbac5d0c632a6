"""The namespaces of CMMN and of the dialects that people's models are written in."""

CMMN = "http://www.omg.org/spec/CMMN/20151109/MODEL"
CMMN_10 = "http://www.omg.org/spec/CMMN/20131201/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/cmmn"
FLOWABLE = "http://flowable.org/cmmn"
TRIVIUM = "https://trivium.dev/schema/1.0/cmmn"

DIALECTS = (CAMUNDA, FLOWABLE, TRIVIUM)
"""They share most attribute names; the first that has an attribute wins."""
