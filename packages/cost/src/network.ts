/** Ways in, ways out, addresses and what flows between zones. */
import { hoursPerMonth, natGbPerMonth, zones } from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import type { PriceName } from './prices.ts';
import type { Stage } from './stage-sizes.ts';
import { type Traffic, trafficOf } from './traffic.ts';

export function networkItems(stage: Stage): readonly CostItem[] {
  const { sizes } = stage;
  const traffic = trafficOf(stage);
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'network', what, quantity, price });
  const balancer =
    sizes.loadBalancer === 'alb'
      ? [
          line('ALB', hoursPerMonth, 'albHour'),
          line('ALB, load (LCU)', albUnits(traffic) * hoursPerMonth, 'albLcuHour'),
        ]
      : [
          line('NLB', hoursPerMonth, 'nlbHour'),
          line('NLB, load (NLCU)', nlbUnits(traffic) * hoursPerMonth, 'nlbLcuHour'),
        ];
  const nat = [
    line(`NAT gateways: ${zones}`, zones * hoursPerMonth, 'natGatewayHour'),
    line('NAT gateways, data', natGbPerMonth, 'natGatewayGb'),
  ];
  return [
    ...balancer,
    ...(sizes.nat === 'managed' ? nat : []),
    line(`public IPv4: ${2 * zones} (load balancer and NAT)`, 2 * zones * hoursPerMonth, 'publicIpv4Hour'),
    ...transfer(stage, traffic),
  ];
}

/** The functions come in through public addresses; a web server's database is two times in three in another zone. */
function transfer({ sizes }: Stage, { probeGb, usersGb }: Traffic): readonly CostItem[] {
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'network', what, quantity, price });
  const fromFunctions = probeGb + (sizes.hasUsers ? usersGb : 0);
  const betweenZones = ((probeGb + usersGb) * (zones - 1)) / zones;
  return [
    line('data, functions to load balancer', fromFunctions, 'zoneGb'),
    line('data, between zones (both directions)', 2 * betweenZones, 'zoneGb'),
    ...(sizes.hasUsers ? [] : [line('data, to users on the internet', usersGb, 'internetGb')]),
  ];
}

/** The dearest of its dimensions: 25 new connections a second, 1 GB an hour; we have no rules, and few open connections. */
function albUnits({ connectionsPerSecond, gbPerHour }: Traffic): number {
  return Math.max(connectionsPerSecond / 25, gbPerHour);
}

/** 800 new TCP connections a second, 1 GB an hour. */
function nlbUnits({ connectionsPerSecond, gbPerHour }: Traffic): number {
  return Math.max(connectionsPerSecond / 800, gbPerHour);
}
