"""JUEL: the expression language of Java (EL 2.2) as models of Camunda 7 and Flowable use it."""
