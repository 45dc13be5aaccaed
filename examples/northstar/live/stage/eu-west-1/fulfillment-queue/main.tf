# Owned by fulfillment.

variable "region" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "fulfillment-queue-stage-${var.region}"
  image     = "registry.northstar.example/fulfillment-queue:1.4.2"
  instances = 2
}

output "address" {
  value = module.service.address
}
