using Perennial.Bench;
using Perennial.Bench.Accuracy;
using Perennial.Bench.Live;
using Perennial.Bench.Mutations;
using Perennial.Bench.Turns;

return args switch
{
    ["accuracy", .. var rest] => AccuracyBench.Run(rest),
    ["allocation", .. var rest] => AllocationBench.Run(rest),
    ["columns", .. var rest] => ColumnsBench.Run(rest),
    ["core", .. var rest] => CoreBench.Run(rest),
    ["ease", .. var rest] => EaseBench.Run(rest),
    ["events", .. var rest] => EventsBench.Run(rest),
    ["facts", .. var rest] => FactRulesBench.Run(rest),
    ["generate-orders", .. var rest] => OrdersGenerator.Run(rest),
    ["intake", .. var rest] => IntakeBench.Run(rest),
    ["latency", .. var rest] => LatencyBench.Run(rest),
    ["lifetime", .. var rest] => LifetimeBench.Run(rest),
    ["mutations", .. var rest] => MutationsBench.Run(rest),
    ["planner", .. var rest] => PlannerBench.Run(rest),
    ["rescore", .. var rest] => RescoreBench.Run(rest),
    ["rules", .. var rest] => RulesBench.Run(rest),
    ["score", .. var rest] => ScoreBench.Run(rest),
    ["scoring", .. var rest] => ScoringBench.Run(rest),
    ["statements", .. var rest] => StatementsBench.Run(rest),
    ["store", .. var rest] => StoreBench.Run(rest),
    ["turns", .. var rest] => TurnsBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench accuracy BEFORE.tsv NOW.tsv [--only=SET] FOLDER...");
    Console.Error.WriteLine("bench allocation [customers] [runs] [PROGRAM.lp]");
    Console.Error.WriteLine("bench columns [customers]");
    Console.Error.WriteLine("bench core [customers] [orders each]");
    Console.Error.WriteLine("bench ease [products] [lines] [MATRIX]");
    Console.Error.WriteLine("bench events FOLDER [customers] [events] [at once]");
    Console.Error.WriteLine("bench facts [customers] [FOLDER for orders.csv, lines.csv, activities.csv]");
    Console.Error.WriteLine("bench generate-orders FILE [customers] [orders] [seed]");
    Console.Error.WriteLine("bench intake STORE [customers] [seconds]");
    Console.Error.WriteLine("bench latency STORE [customers] [events a second] [seconds]");
    Console.Error.WriteLine("bench lifetime [customers]");
    Console.Error.WriteLine("bench mutations REPOSITORY [number...]");
    Console.Error.WriteLine("bench planner [candidates]");
    Console.Error.WriteLine("bench rescore STORE [customers] [orders each] [processes]");
    Console.Error.WriteLine("bench rules [customers] [COLUMNS.csv]");
    Console.Error.WriteLine("bench score ORDERS.csv [SCORED.csv]");
    Console.Error.WriteLine("bench scoring STORE [customers] [events a second] [orders each]");
    Console.Error.WriteLine("bench statements STORE ORDER-LINES.csv");
    Console.Error.WriteLine("bench store [customers] [orders each]");
    Console.Error.WriteLine("bench turns make STORE [customers] | take STORE [processes]");
    return 2;
}
