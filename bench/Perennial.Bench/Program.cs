using Perennial.Bench;

return args switch
{
    ["core", .. var rest] => CoreBench.Run(rest),
    ["generate-orders", .. var rest] => OrdersGenerator.Run(rest),
    ["score", .. var rest] => ScoreBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench core [customers] [orders each]");
    Console.Error.WriteLine("bench generate-orders FILE [customers] [orders] [seed]");
    Console.Error.WriteLine("bench score ORDERS.csv [SCORED.csv]");
    return 2;
}
