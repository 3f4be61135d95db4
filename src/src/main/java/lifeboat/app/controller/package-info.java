/** The MCS: workers, processes, and the engine behind them. Uses {@code workers}. */
package lifeboat.app.controller;
